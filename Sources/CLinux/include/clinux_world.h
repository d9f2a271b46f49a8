/* What the simulator's world needs of Linux and Swift cannot import: namespaces, fork, capabilities, netlink. */
#pragma once

#include <stddef.h>
#include <sys/types.h>

/* Which call failed, in words for a person, and its errno. `step` is a string constant. */
struct clinux_world_failure {
    const char *step;
    int error;
};

/* Enters new user (when `user` is not 0), mount, network and pid namespaces; in the user namespace the caller is root.
 * Mounts stop propagating. The pid namespace begins with the next fork. The caller must have one thread.
 * Returns 0, or -1 with `failure` filled in. */
int clinux_world_unshare(int user, struct clinux_world_failure *failure);

/* Forks the process that becomes pid 1 of the world. The child dies with its parent, leads its own process group, and
 * finds SIGTERM, SIGINT, SIGHUP and SIGCHLD in the non-blocking descriptor `signals`; the parent has them blocked from
 * now on. Returns as fork does. */
pid_t clinux_world_fork(int *signals, struct clinux_world_failure *failure);
/* Has SIGTERM, SIGINT, SIGHUP and SIGCHLD of this process told by a non-blocking descriptor, which it returns; -1 with
 * errno. */
int clinux_world_catch_signals(void);
/* The next signal from that descriptor; 0 when there is none. */
int clinux_world_next_signal(int descriptor);

/* In the parent: forwards SIGTERM, SIGINT and SIGHUP to `child` until it ends, takes the terminal back, and returns the
 * child's exit status, 128 + n if signal n ended it. */
int clinux_world_supervise(pid_t child);

/* Takes the terminal back from a group that is gone, where this process's group had it. */
void clinux_world_retake_terminal(void);

/* Forks a process that tries something out, and dies with its parent. For callers that have one thread. Returns as fork
 * does. */
pid_t clinux_world_trial(void);

/* From now on processes whose parents end become this one's children. Returns 0, or -1 with errno. */
int clinux_world_adopt_orphans(void);

/* mount(2) and umount2(2) with the flags that the world uses. All return 0, or -1 with errno. */
int clinux_world_mount_tmpfs(const char *target, const char *options);
int clinux_world_mount_devpts(const char *target);
int clinux_world_mount_proc(const char *target);
int clinux_world_bind(const char *source, const char *target, int recursive);
int clinux_world_detach(const char *target);

/* Sets the interface `lo` up. Returns 0, or -1 with errno. */
int clinux_world_loopback_up(void);

/* Starts a program in a process group of its own (in the terminal's foreground if `terminal` is not 0 and this process's
 * group, or that of the world's maker, had it), without any capability and without a way back to one, with no descriptors but 0, 1 and 2, and with signals as at birth.
 * `argv` and `envp` end with NULL; the program is looked up in PATH. Returns its pid, or -1 with `failure`. */
pid_t clinux_world_spawn(char *const argv[], char *const envp[], int terminal, struct clinux_world_failure *failure);

/* Reaps one ended child, whoever's it was. Returns its pid with its exit status (128 + n for signal n), 0 if none has
 * ended, -1 if there are no children. */
pid_t clinux_world_reap(int *status);

/* A socket for udev's multicast group in this network namespace; -1 with errno. */
int clinux_uevent_open(void);
/* A socket that hears udev's group, every message as it was sent; -1 with errno. Reading it blocks. */
int clinux_uevent_listen(void);
/* Multicasts one message to udev's listeners. To have none is no error. Returns 0, or -1 with errno. */
int clinux_uevent_send(int descriptor, const void *message, size_t length);

/* A listening, non-blocking TCP socket on 127.0.0.1:`*port`; 0 asks for a free one, and `*port` becomes it. */
int clinux_listen_loopback(unsigned short *port);
/* A listening, non-blocking socket at a path that must not exist yet. -1 with errno; ENAMETOOLONG past 107 bytes. */
int clinux_listen_path(const char *path);
/* A socket connected to a path; -1 with errno. If `nonblocking` is not 0, neither the socket nor the connecting blocks:
 * EAGAIN when the listener's queue is full. */
int clinux_connect_path(const char *path, int nonblocking);
/* The next connection of a listening socket, non-blocking and closed on exec; -1 with errno. */
int clinux_accept(int descriptor);
