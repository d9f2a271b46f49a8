// The floor under our figures: the same work in C, with nothing around it.
#ifndef CFLOOR_H
#define CFLOOR_H

#include <stddef.h>
#include <stdint.h>

enum { cfloor_request_length = 16, cfloor_reply_length = 32 };
extern const char cfloor_request[17];

/// Opens a new pty's master, raw, and writes the slave's path to `path`. -1 and errno on failure.
int cfloor_pty(char *path, size_t capacity);

/// Opens a slave, raw and non-blocking. -1 and errno on failure.
int cfloor_open(const char *path);

/// A process that answers, and the pipe by whose end it learns that we are gone.
typedef struct cfloor_responder {
    int pid, lifeline;
} cfloor_responder;

/// Starts a process that answers each request on these masters with a reply, until `cfloor_stop` or our own end. `pid` is -1 on failure.
cfloor_responder cfloor_respond(const int *masters, int count);
void cfloor_stop(cfloor_responder responder);

/// `count` round trips one after another in an epoll loop; the nanoseconds of each go to `nanoseconds`. -1 and errno on failure.
int cfloor_round_trips(int slave, int count, uint64_t *nanoseconds);

/// One request at a time on each of `count` slaves, from one epoll loop, for `seconds`. Returns the round trips; -1 and errno on failure.
int64_t cfloor_many(const int *slaves, int count, double seconds);

/// Runs, one after another, for `seconds`: six round trips, then a record of 2 KiB appended to `file` and synced. Returns the runs; -1 and errno on failure.
int64_t cfloor_runs(int slave, int file, double seconds);

/// CLOCK_MONOTONIC, and the processor time of this process, in nanoseconds.
uint64_t cfloor_now(void);
uint64_t cfloor_processor_time(void);

#endif
