#define _GNU_SOURCE
#include "cfloor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

const char cfloor_request[17] = "MEAS:VOLT:DC? 1\n";
static const char reply[] = "+1.23456789E+00,OK,0123456789AB\n";

enum { most_events = 256, patience_ms = 5000 };

static uint64_t nanoseconds_of(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

uint64_t cfloor_now(void) { return nanoseconds_of(CLOCK_MONOTONIC); }

uint64_t cfloor_processor_time(void) { return nanoseconds_of(CLOCK_PROCESS_CPUTIME_ID); }

static int make_raw(int fd) {
    struct termios t;
    if (tcgetattr(fd, &t) < 0) return -1;
    cfmakeraw(&t);
    t.c_cflag |= CLOCAL | CREAD;
    t.c_cc[VMIN] = 1;
    t.c_cc[VTIME] = 0;
    return tcsetattr(fd, TCSANOW, &t);
}

int cfloor_pty(char *path, size_t capacity) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0) return -1;
    if (grantpt(master) == 0 && unlockpt(master) == 0 && ptsname_r(master, path, capacity) == 0 && make_raw(master) == 0)
        return master;
    close(master);
    return -1;
}

int cfloor_open(const char *path) {
    int slave = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (slave < 0 || make_raw(slave) == 0) return slave;
    close(slave);
    return -1;
}

static int watch(int epoll, int fd, uint32_t key) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = key};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void answer_for_ever(const int *masters, int count, int lifeline) {
    struct epoll_event events[most_events];
    char bytes[4096];
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < count; i++)
        if (watch(epoll, masters[i], (uint32_t)i) < 0) _exit(1);
    if (watch(epoll, lifeline, (uint32_t)count) < 0) _exit(1);
    for (;;) {
        int ready = epoll_wait(epoll, events, most_events, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.u32 == (uint32_t)count) _exit(0);  // nobody holds the other end any more
            int master = masters[events[i].data.u32];
            ssize_t got = read(master, bytes, sizeof bytes);
            if (got < 0 && errno == EIO) _exit(0);  // the slave is closed: the benchmark is over
            for (ssize_t at = 0; at < got; at++)
                if (bytes[at] == '\n' && write(master, reply, cfloor_reply_length) != cfloor_reply_length) _exit(1);
        }
    }
}

cfloor_responder cfloor_respond(const int *masters, int count) {
    int lifeline[2];
    if (pipe2(lifeline, O_CLOEXEC) < 0) return (cfloor_responder){-1, -1};
    pid_t child = fork();
    if (child == 0) {
        close(lifeline[1]);
        answer_for_ever(masters, count, lifeline[0]);
    }
    close(lifeline[0]);
    if (child < 0) close(lifeline[1]);
    return (cfloor_responder){child, lifeline[1]};
}

void cfloor_stop(cfloor_responder responder) {
    close(responder.lifeline);
    kill(responder.pid, SIGKILL);
    waitpid(responder.pid, NULL, 0);
}

static int ask(int slave) {
    if (write(slave, cfloor_request, cfloor_request_length) == cfloor_request_length) return 0;
    if (errno == 0) errno = EIO;
    return -1;
}

int cfloor_round_trips(int slave, int count, uint64_t *nanoseconds) {
    char bytes[4096];
    int status = -1, epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) return -1;
    if (watch(epoll, slave, 0) < 0) goto end;
    for (int i = 0; i < count; i++) {
        uint64_t start = cfloor_now();
        if (ask(slave) < 0) goto end;
        for (int got = 0; got < cfloor_reply_length;) {
            struct epoll_event event;
            int ready = epoll_wait(epoll, &event, 1, patience_ms);
            if (ready == 0) errno = ETIMEDOUT;
            if (ready <= 0) goto end;
            ssize_t n = read(slave, bytes, sizeof bytes);
            if (n == 0) errno = EIO;
            if (n <= 0 && errno != EAGAIN) goto end;
            if (n > 0) got += (int)n;
        }
        nanoseconds[i] = cfloor_now() - start;
    }
    status = 0;
end:
    close(epoll);
    return status;
}

int64_t cfloor_many(const int *slaves, int count, double seconds) {
    struct epoll_event events[most_events];
    char bytes[4096];
    int64_t round_trips = 0, status = -1;
    int outstanding = 0, *got = calloc((size_t)count, sizeof *got), epoll = epoll_create1(EPOLL_CLOEXEC);
    uint64_t end = cfloor_now() + (uint64_t)(seconds * 1e9);
    if (epoll < 0 || got == NULL) goto end;
    for (int i = 0; i < count; i++, outstanding++)
        if (watch(epoll, slaves[i], (uint32_t)i) < 0 || ask(slaves[i]) < 0) goto end;
    while (outstanding > 0) {
        int ready = epoll_wait(epoll, events, most_events, patience_ms);
        if (ready == 0) errno = ETIMEDOUT;
        if (ready <= 0) goto end;
        for (int i = 0; i < ready; i++) {
            uint32_t line = events[i].data.u32;
            ssize_t n = read(slaves[line], bytes, sizeof bytes);
            if (n <= 0) continue;
            got[line] += (int)n;
            if (got[line] < cfloor_reply_length) continue;
            got[line] = 0;
            if (cfloor_now() >= end) {
                outstanding--;
                continue;
            }
            round_trips++;
            if (ask(slaves[line]) < 0) goto end;
        }
    }
    status = round_trips;
end:
    free(got);
    if (epoll >= 0) close(epoll);
    return status;
}

int64_t cfloor_runs(int slave, int file, double seconds) {
    enum { steps = 6, record_length = 2048 };
    static const char record[record_length];
    uint64_t nanoseconds[steps], end = cfloor_now() + (uint64_t)(seconds * 1e9);
    int64_t runs = 0;
    for (; cfloor_now() < end; runs++) {
        if (cfloor_round_trips(slave, steps, nanoseconds) < 0) return -1;
        if (write(file, record, record_length) != record_length) return -1;
        if (fdatasync(file) < 0) return -1;
    }
    return runs;
}
