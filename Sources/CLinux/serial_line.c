#define _GNU_SOURCE
#include "clinux_serial.h"

#include <asm/termbits.h>
#include <linux/serial.h>
#include <string.h>
#include <sys/ioctl.h>

const uint32_t clinux_bother = BOTHER, clinux_speed_mask = CBAUD, clinux_input_speed_shift = IBSHIFT;
const uint32_t clinux_csize = CSIZE, clinux_cs5 = CS5, clinux_cs6 = CS6, clinux_cs7 = CS7, clinux_cs8 = CS8;
const uint32_t clinux_parenb = PARENB, clinux_parodd = PARODD, clinux_cmspar = CMSPAR, clinux_cstopb = CSTOPB;
const uint32_t clinux_crtscts = CRTSCTS, clinux_clocal = CLOCAL, clinux_cread = CREAD, clinux_hupcl = HUPCL;
const uint32_t clinux_inpck = INPCK, clinux_ixon = IXON, clinux_ixoff = IXOFF;
const int clinux_modem_dtr = TIOCM_DTR, clinux_modem_rts = TIOCM_RTS;

int clinux_termios_get(int fd, clinux_termios *settings) {
    struct termios2 t;
    if (ioctl(fd, TCGETS2, &t) < 0) return -1;
    *settings = (clinux_termios){
        .input = t.c_iflag,
        .output = t.c_oflag,
        .control = t.c_cflag,
        .local = t.c_lflag,
        .input_speed = t.c_ispeed,
        .output_speed = t.c_ospeed,
        .minimum = t.c_cc[VMIN],
        .time = t.c_cc[VTIME],
    };
    return 0;
}

int clinux_termios_set(int fd, const clinux_termios *settings) {
    struct termios2 t;
    if (ioctl(fd, TCGETS2, &t) < 0) return -1;  // keeps the control characters that we do not set
    t.c_iflag = settings->input;
    t.c_oflag = settings->output;
    t.c_cflag = settings->control;
    t.c_lflag = settings->local;
    t.c_ispeed = settings->input_speed;
    t.c_ospeed = settings->output_speed;
    t.c_cc[VMIN] = settings->minimum;
    t.c_cc[VTIME] = settings->time;
    return ioctl(fd, TCSETS2, &t);
}

int clinux_exclusive(int fd, int on) { return ioctl(fd, on ? TIOCEXCL : TIOCNXCL); }

int clinux_modem_get(int fd, int *lines) { return ioctl(fd, TIOCMGET, lines); }

int clinux_modem_change(int fd, int lines, int on) { return ioctl(fd, on ? TIOCMBIS : TIOCMBIC, &lines); }

int clinux_low_latency(int fd) {
    struct serial_struct serial;
    memset(&serial, 0, sizeof serial);
    if (ioctl(fd, TIOCGSERIAL, &serial) < 0) return -1;
    if (serial.flags & ASYNC_LOW_LATENCY) return 0;
    serial.flags |= ASYNC_LOW_LATENCY;
    return ioctl(fd, TIOCSSERIAL, &serial);
}

int clinux_flush_output(int fd) { return ioctl(fd, TCFLSH, TCOFLUSH); }

int clinux_flush_input(int fd) { return ioctl(fd, TCFLSH, TCIFLUSH); }

int clinux_bytes_waiting(int fd, int *count) { return ioctl(fd, FIONREAD, count); }

int clinux_line_errors_get(int fd, clinux_line_errors *errors) {
    struct serial_icounter_struct counted;
    memset(&counted, 0, sizeof counted);
    if (ioctl(fd, TIOCGICOUNT, &counted) < 0) return -1;
    *errors = (clinux_line_errors){
        .overruns = (uint32_t)counted.overrun,
        .buffer_overruns = (uint32_t)counted.buf_overrun,
        .framing = (uint32_t)counted.frame,
        .parity = (uint32_t)counted.parity,
        .breaks = (uint32_t)counted.brk,
    };
    return 0;
}
