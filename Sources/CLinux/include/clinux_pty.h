/* Who opens and closes a file, by inotify: how the far end of a pty learns that somebody listens. */
#pragma once

#include <stdint.h>

typedef struct clinux_visit {
    int32_t watch;
    /* Not 0: the file was opened; 0: it was closed. */
    int32_t opened;
} clinux_visit;

/* A non-blocking inotify descriptor; -1 with errno (EMFILE: fs.inotify.max_user_instances). */
int clinux_visits_create(void);
/* Watches a file; returns the number of the watch, or -1 with errno. */
int clinux_visits_watch(int visits, const char *path);
/* Reads up to `capacity` visits in their order (at most 64); 0 when there are none, -1 with errno; ENOBUFS where the
 * kernel has dropped some. */
int clinux_visits_read(int visits, clinux_visit *into, int capacity);
