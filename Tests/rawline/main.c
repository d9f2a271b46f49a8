// rawline TTY ask LINE      sends a line to a board and prints what comes back up to the end of a line, as hex
// rawline TTY fill COUNT    writes so many bytes and prints how many the driver took before it took no more for half a second
// rawline SOCKET tell LINE  sends a line to whoever listens at a Unix socket and prints the line that comes back
//
// A client that shares no code with the service: plain termios at 115200 8E1, marks for bad bytes (PARMRK), and then what
// the driver has counted since the port was opened (TIOCGICOUNT).
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

static int fail(const char *what) {
    fprintf(stderr, "rawline: %s: %s\n", what, strerror(errno));
    return 1;
}

/// Opens a port for bytes as they come, each bad one marked: ff 00 and the byte.
static int open_line(const char *path) {
    int line = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    struct termios settings;
    if (line < 0 || tcgetattr(line, &settings) < 0) return -1;
    cfmakeraw(&settings);
    settings.c_iflag &= (tcflag_t)~(IGNBRK | BRKINT | IGNPAR | ISTRIP);
    settings.c_iflag |= INPCK | PARMRK;
    settings.c_cflag &= (tcflag_t)~(CSTOPB | PARODD | CRTSCTS);
    settings.c_cflag |= CS8 | PARENB | CREAD | CLOCAL;
    cfsetspeed(&settings, B115200);
    return tcsetattr(line, TCSANOW, &settings) < 0 || tcflush(line, TCIOFLUSH) < 0 ? -1 : line;
}

static int tell(const char *path, const char *text) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return fprintf(stderr, "rawline: %s: too long\n", path), 64;
    strcpy(address.sun_path, path);
    int end = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (end < 0 || connect(end, (struct sockaddr *)&address, sizeof address) < 0) return fail(path);
    if (dprintf(end, "%s\n", text) < 0) return fail("write");
    for (char byte = 0; byte != '\n';) {
        if (read(end, &byte, 1) != 1) return fail("no answer");
        putchar(byte);
    }
    return 0;
}

static int ask(int line, const char *text) {
    unsigned char byte = 0;
    if (write(line, text, strlen(text)) < 0 || write(line, "\n", 1) != 1) return fail("write");
    while (byte != '\n') {
        struct pollfd wait = {.fd = line, .events = POLLIN};
        if (poll(&wait, 1, 20000) <= 0) return fail("no answer within 20 s");
        ssize_t count = read(line, &byte, 1);
        if (count < 0 && errno == EAGAIN) continue;
        if (count != 1) return fail("read");
        printf("%02x ", byte);
    }
    printf("\n");
    return 0;
}

static int fill(int line, long count) {
    // Closing would wait for the rest to leave, which it never does; only root may forbid it.
    struct serial_struct serial;
    if (ioctl(line, TIOCGSERIAL, &serial) < 0) return fail("TIOCGSERIAL");
    serial.closing_wait = ASYNC_CLOSING_WAIT_NONE;
    if (ioctl(line, TIOCSSERIAL, &serial) < 0) return fail("TIOCSSERIAL");
    long taken = 0;
    while (taken < count) {
        struct pollfd wait = {.fd = line, .events = POLLOUT};
        if (poll(&wait, 1, 500) == 0) break;
        ssize_t written = write(line, "x", 1);
        if (written > 0) {
            taken += written;
        } else if (errno != EAGAIN) {
            return fail("write");
        }
    }
    printf("took %ld of %ld\n", taken, count);
    return 0;
}

int main(int count, char **arguments) {
    if (count != 4) {
        return fprintf(stderr, "usage: rawline TTY ask LINE | rawline TTY fill COUNT | rawline SOCKET tell LINE\n"), 64;
    }
    if (strcmp(arguments[2], "tell") == 0) return tell(arguments[1], arguments[3]);
    int line = open_line(arguments[1]);
    if (line < 0) return fail(arguments[1]);
    struct serial_icounter_struct before, now;
    if (ioctl(line, TIOCGICOUNT, &before) < 0) return fail("TIOCGICOUNT");
    int status = strcmp(arguments[2], "fill") == 0 ? fill(line, atol(arguments[3])) : ask(line, arguments[3]);
    if (status != 0) return status;
    if (ioctl(line, TIOCGICOUNT, &now) < 0) return fail("TIOCGICOUNT");
    printf(
        "frame %d parity %d overrun %d brk %d buf_overrun %d\n", now.frame - before.frame, now.parity - before.parity,
        now.overrun - before.overrun, now.brk - before.brk, now.buf_overrun - before.buf_overrun);
    return 0;
}
