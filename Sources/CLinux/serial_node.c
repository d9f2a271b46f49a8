#define _GNU_SOURCE
#include "clinux_serial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

static clinux_node flattened(const struct stat *status) {
    return (clinux_node){
        .filesystem = status->st_dev,
        .inode = status->st_ino,
        .major = major(status->st_rdev),
        .minor = minor(status->st_rdev),
        .is_character_device = S_ISCHR(status->st_mode),
    };
}

int clinux_node_of_path(const char *path, clinux_node *node) {
    struct stat status;
    if (stat(path, &status) < 0) return -1;
    *node = flattened(&status);
    return 0;
}

int clinux_node_of_descriptor(int fd, clinux_node *node) {
    struct stat status;
    if (fstat(fd, &status) < 0) return -1;
    *node = flattened(&status);
    return 0;
}

int clinux_open_line(const char *path) { return open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC); }

int clinux_pty_open(char *path, size_t capacity) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0) return -1;
    struct termios settings;
    int failure = 0;
    if (grantpt(master) < 0 || unlockpt(master) < 0) failure = errno;
    if (!failure) failure = ptsname_r(master, path, capacity);  // returns the error, unlike the others
    if (!failure && tcgetattr(master, &settings) < 0) failure = errno;
    if (!failure) {
        cfmakeraw(&settings);
        settings.c_cc[VMIN] = 1;
        settings.c_cc[VTIME] = 0;
        if (tcsetattr(master, TCSANOW, &settings) < 0) failure = errno;
    }
    if (!failure) return master;
    close(master);
    errno = failure;
    return -1;
}
