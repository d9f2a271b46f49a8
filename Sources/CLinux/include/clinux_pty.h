/* Who opens and closes a file, by inotify: how the far end of a pty learns that somebody comes or goes. */
#pragma once

#include <stdint.h>

/* How many visits one reading yields at most; the `watch` of a visit that stands for visits which the kernel dropped. */
enum { clinux_most_visits = 64, clinux_visits_lost = -1 };

typedef struct clinux_visit {
    int32_t watch;
    /* Not 0: the file was opened; 0: it was closed. */
    int32_t opened;
} clinux_visit;

/* A non-blocking inotify descriptor; -1 with errno (EMFILE: fs.inotify.max_user_instances). */
int clinux_visits_create(void);
/* Watches a file; returns the number of the watch, or -1 with errno. */
int clinux_visits_watch(int visits, const char *path);
/* Watches for the opening of any file in a folder; returns the number of the watch, or -1 with errno. */
int clinux_visits_watch_folder(int visits, const char *path);
/* Ends a watch; what it has seen is still to be read. */
int clinux_visits_forget(int visits, int watch);
/* Reads visits in their order; 0 when there are none, -1 with errno. The kernel tells of equal visits in a row once. */
int clinux_visits_read(int visits, clinux_visit *into);

/* Opens the slave of a master, whatever the permissions of its node (Linux 4.13); -1 with errno. */
int clinux_pty_open_peer(int master);
/* Whether a terminal's further openings are refused (TIOCEXCL); -1 with errno. */
int clinux_is_exclusive(int fd);
