#define _GNU_SOURCE
#include "clinux_serial.h"

#include <errno.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>

enum { most_events = 128 };

const uint32_t clinux_epoll_in = EPOLLIN, clinux_epoll_out = EPOLLOUT, clinux_epoll_err = EPOLLERR,
               clinux_epoll_hup = EPOLLHUP, clinux_epoll_edge = EPOLLET;

int clinux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int epoll, int operation, int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    return epoll_ctl(epoll, operation, fd, &event);
}

int clinux_epoll_add(int epoll, int fd, uint32_t events) { return control(epoll, EPOLL_CTL_ADD, fd, events); }

int clinux_epoll_change(int epoll, int fd, uint32_t events) { return control(epoll, EPOLL_CTL_MOD, fd, events); }

int clinux_epoll_remove(int epoll, int fd) { return control(epoll, EPOLL_CTL_DEL, fd, 0); }

int clinux_epoll_wait(int epoll, clinux_ready *ready, int capacity, int64_t nanoseconds) {
    struct epoll_event events[most_events];
    if (capacity > most_events) capacity = most_events;
    struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    int count = epoll_pwait2(epoll, events, capacity, nanoseconds < 0 ? NULL : &limit, NULL);
    if (count < 0 && (errno == ENOSYS || errno == EPERM)) {
        // Linux before 5.11, or a container's seccomp filter that does not know the call: milliseconds, rounded up.
        int64_t milliseconds = nanoseconds / 1000000 + (nanoseconds % 1000000 > 0);
        if (milliseconds > 60000) milliseconds = 60000;
        count = epoll_wait(epoll, events, capacity, nanoseconds < 0 ? -1 : (int)milliseconds);
    }
    for (int i = 0; i < count; i++) ready[i] = (clinux_ready){.events = events[i].events, .fd = events[i].data.fd};
    return count;
}

int clinux_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

int clinux_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }
