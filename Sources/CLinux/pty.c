#define _GNU_SOURCE
#include "clinux_pty.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

int clinux_visits_create(void) { return inotify_init1(IN_NONBLOCK | IN_CLOEXEC); }

int clinux_visits_watch(int visits, const char *path) {
    return inotify_add_watch(visits, path, IN_OPEN | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE);
}

int clinux_visits_watch_folder(int visits, const char *path) {
    return inotify_add_watch(visits, path, IN_OPEN | IN_ONLYDIR);
}

int clinux_visits_forget(int visits, int watch) { return inotify_rm_watch(visits, watch); }

int clinux_visits_read(int visits, clinux_visit *into) {
    // Room for as many events without a name; those of a folder carry one, of up to NAME_MAX bytes.
    struct inotify_event events[clinux_most_visits];
    int count = 0;
    while (count == 0) {
        ssize_t size = read(visits, events, sizeof events);
        if (size < 0) return errno == EAGAIN ? 0 : -1;
        const char *next = (const char *)events, *end = next + size;
        while (next < end) {
            const struct inotify_event *event = (const struct inotify_event *)next;
            next += sizeof *event + event->len;
            if (event->mask & IN_Q_OVERFLOW) {
                into[count++] = (clinux_visit){.watch = clinux_visits_lost};
            } else if (event->mask & (IN_OPEN | IN_CLOSE_WRITE | IN_CLOSE_NOWRITE)) {
                into[count++] = (clinux_visit){.watch = event->wd, .opened = (event->mask & IN_OPEN) != 0};
            }
        }
    }
    return count;
}

int clinux_pty_open_peer(int master) {
    return ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
}

int clinux_is_exclusive(int fd) {
    int exclusive = 0;
    return ioctl(fd, TIOCGEXCL, &exclusive) < 0 ? -1 : exclusive != 0;
}
