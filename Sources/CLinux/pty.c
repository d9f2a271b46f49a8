#define _GNU_SOURCE
#include "clinux_pty.h"

#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { most_visits = 64 };

int clinux_visits_create(void) { return inotify_init1(IN_NONBLOCK | IN_CLOEXEC); }

int clinux_visits_watch(int visits, const char *path) {
    return inotify_add_watch(visits, path, IN_OPEN | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE);
}

int clinux_visits_read(int visits, clinux_visit *into, int capacity) {
    // A watch on a file, not on a folder, so that no event carries a name.
    struct inotify_event events[most_visits];
    if (capacity > most_visits) capacity = most_visits;
    ssize_t size = read(visits, events, (size_t)capacity * sizeof *events);
    if (size < 0) return errno == EAGAIN ? 0 : -1;
    int count = 0;
    for (size_t i = 0; i < (size_t)size / sizeof *events; i++) {
        if (events[i].mask & IN_Q_OVERFLOW) {
            errno = ENOBUFS;
            return -1;
        }
        if (!(events[i].mask & (IN_OPEN | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE))) continue;
        into[count++] = (clinux_visit){.watch = events[i].wd, .opened = (events[i].mask & IN_OPEN) != 0};
    }
    return count;
}
