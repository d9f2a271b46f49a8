// What Swift cannot import for serial lines: epoll with nanoseconds, eventfd, termios2 (any baud), serial ioctls, ptys.
// Every function returns what its system call returns: -1 and errno on failure.
#ifndef CLINUX_SERIAL_H
#define CLINUX_SERIAL_H

#include <stddef.h>
#include <stdint.h>

// epoll. `events` are EPOLL* bits; the descriptor is the key.
typedef struct clinux_ready {
    uint32_t events;
    int32_t fd;
} clinux_ready;

extern const uint32_t clinux_epoll_in, clinux_epoll_out, clinux_epoll_err, clinux_epoll_hup, clinux_epoll_edge;

int clinux_epoll_create(void);
int clinux_epoll_add(int epoll, int fd, uint32_t events);
int clinux_epoll_change(int epoll, int fd, uint32_t events);
int clinux_epoll_remove(int epoll, int fd);
/// Waits for at most `capacity` (up to 128) events; `nanoseconds` < 0 waits for ever.
int clinux_epoll_wait(int epoll, clinux_ready *ready, int capacity, int64_t nanoseconds);
int clinux_eventfd(void);

/// Names the calling thread, as `top -H` shows it; at most 15 bytes.
int clinux_name_thread(const char *name);

// termios2. The struct is ours because <asm/termbits.h> and <termios.h> cannot be included together.
typedef struct clinux_termios {
    uint32_t input, output, control, local;
    uint32_t input_speed, output_speed;
    uint8_t minimum, time;
} clinux_termios;

extern const uint32_t clinux_bother, clinux_speed_mask, clinux_input_speed_shift;
extern const uint32_t clinux_csize, clinux_cs5, clinux_cs6, clinux_cs7, clinux_cs8;
extern const uint32_t clinux_parenb, clinux_parodd, clinux_cmspar, clinux_cstopb;
extern const uint32_t clinux_crtscts, clinux_clocal, clinux_cread, clinux_hupcl;
extern const uint32_t clinux_inpck, clinux_ixon, clinux_ixoff;

int clinux_termios_get(int fd, clinux_termios *settings);
int clinux_termios_set(int fd, const clinux_termios *settings);

// Serial ioctls.
extern const int clinux_modem_dtr, clinux_modem_rts;

int clinux_exclusive(int fd, int on);
int clinux_modem_get(int fd, int *lines);
int clinux_modem_change(int fd, int lines, int on);
int clinux_low_latency(int fd);
int clinux_flush_output(int fd);
int clinux_flush_input(int fd);
int clinux_bytes_waiting(int fd, int *count);

/// What the driver has counted against a line since it was plugged in (TIOCGICOUNT).
typedef struct clinux_line_errors {
    uint32_t overruns, buffer_overruns, framing, parity, breaks;
} clinux_line_errors;

int clinux_line_errors_get(int fd, clinux_line_errors *errors);

// File status, for finding who holds a device.
typedef struct clinux_node {
    uint64_t filesystem, inode;
    uint32_t major, minor;
    int is_character_device;
} clinux_node;

int clinux_node_of_path(const char *path, clinux_node *node);
int clinux_node_of_descriptor(int fd, clinux_node *node);

/// open(2), which Swift sees only as variadic.
int clinux_open_line(const char *path);

/// Opens a new pty's master (non-blocking, close-on-exec, raw) and writes the slave's path to `path`.
int clinux_pty_open(char *path, size_t capacity);

#endif
