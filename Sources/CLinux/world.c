#define _GNU_SOURCE
#include "clinux_world.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int fail(struct clinux_world_failure *failure, const char *step)
{
    failure->step = step;
    failure->error = errno;
    return -1;
}

static int write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t written = write(fd, text, strlen(text));
    int error = errno;
    close(fd);
    errno = error;
    return written < 0 ? -1 : 0;
}

int clinux_world_unshare(int user, struct clinux_world_failure *failure)
{
    int flags = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID;
    unsigned uid = geteuid(), gid = getegid();
    if (unshare(flags | (user ? CLONE_NEWUSER : 0)) < 0)
        return fail(failure, user ? "making a user namespace" : "making namespaces");
    if (user) {
        char map[32];
        /* Linux asks an unprivileged process to give up setgroups before it maps its group (user_namespaces(7)). */
        if (write_file("/proc/self/setgroups", "deny") < 0)
            return fail(failure, "writing /proc/self/setgroups");
        snprintf(map, sizeof map, "0 %u 1", uid);
        if (write_file("/proc/self/uid_map", map) < 0)
            return fail(failure, "writing /proc/self/uid_map");
        snprintf(map, sizeof map, "0 %u 1", gid);
        if (write_file("/proc/self/gid_map", map) < 0)
            return fail(failure, "writing /proc/self/gid_map");
    }
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        return fail(failure, "making the mounts private");
    return 0;
}

static void world_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
    sigaddset(set, SIGCHLD);
}

static int signal_pipe = -1;

static void note_signal(int signal)
{
    int error = errno;
    unsigned char number = (unsigned char)signal;
    (void)!write(signal_pipe, &number, 1); /* a full pipe has news enough */
    errno = error;
}

/* Handlers and a pipe, not a signalfd: the main thread of a Swift program waits in sigsuspend with nothing blocked, so
 * signals reach it past any mask, and pid 1 of a namespace loses those it has no handler for. */
int clinux_world_catch_signals(void)
{
    int ends[2];
    sigset_t set;
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    world_signals(&set);
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return -1;
    signal_pipe = ends[1];
    action.sa_mask = set;
    for (int signal = 1; signal < NSIG; signal++)
        if (sigismember(&set, signal) == 1 && sigaction(signal, &action, NULL) < 0)
            return -1;
    return sigprocmask(SIG_UNBLOCK, &set, NULL) < 0 ? -1 : ends[0];
}

pid_t clinux_world_fork(int *signals, struct clinux_world_failure *failure)
{
    sigset_t set;
    int alive[2]; /* the parent holds the write end for life: a parent that died early is seen as hang-up */
    world_signals(&set);
    if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
        return fail(failure, "blocking signals");
    if (pipe2(alive, O_CLOEXEC) < 0)
        return fail(failure, "making a pipe");
    pid_t child = fork();
    if (child < 0)
        return fail(failure, "forking into the pid namespace");
    if (child > 0) {
        close(alive[0]);
        return child;
    }
    close(alive[1]);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || setpgid(0, 0) < 0 || (*signals = clinux_world_catch_signals()) < 0)
        _exit(2);
    struct pollfd parent = {.fd = alive[0], .events = POLLIN};
    if (poll(&parent, 1, 0) != 0)
        _exit(2);
    close(alive[0]);
    return 0;
}

pid_t clinux_world_trial(void)
{
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0 && (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent))
        _exit(2);
    return child;
}

int clinux_world_adopt_orphans(void)
{
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

static int exit_status(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int clinux_world_supervise(pid_t child)
{
    sigset_t set;
    int status = 0;
    world_signals(&set);
    for (;;) {
        int signal = sigwaitinfo(&set, NULL);
        if (signal == SIGCHLD) {
            if (waitpid(child, &status, WNOHANG) == child)
                break;
        } else if (signal > 0) {
            kill(child, signal);
        }
    }
    clinux_world_retake_terminal();
    return exit_status(status);
}

void clinux_world_retake_terminal(void)
{
    sigset_t set;
    /* Whoever is in the background is stopped for setting the foreground, unless it blocks SIGTTOU. */
    sigemptyset(&set);
    sigaddset(&set, SIGTTOU);
    sigprocmask(SIG_BLOCK, &set, NULL);
    pid_t foreground = tcgetpgrp(STDIN_FILENO);
    /* 0 is a group of a pid namespace that we do not see or that is gone: the world's. */
    if (foreground == 0 || (foreground > 0 && kill(-foreground, 0) < 0 && errno == ESRCH))
        tcsetpgrp(STDIN_FILENO, getpgrp());
}

int clinux_world_mount_tmpfs(const char *target, const char *options)
{
    return mount("uutsim", target, "tmpfs", MS_NOSUID, options);
}

int clinux_world_mount_devpts(const char *target)
{
    return mount("devpts", target, "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0660");
}

int clinux_world_mount_proc(const char *target)
{
    return mount("proc", target, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}

int clinux_world_bind(const char *source, const char *target, int recursive)
{
    return mount(source, target, NULL, MS_BIND | (recursive ? MS_REC : 0), NULL);
}

int clinux_world_detach(const char *target)
{
    return umount2(target, MNT_DETACH);
}

int clinux_world_next_signal(int descriptor)
{
    unsigned char number = 0;
    return read(descriptor, &number, 1) == 1 ? number : 0;
}

pid_t clinux_world_reap(int *status)
{
    int raw = 0;
    pid_t pid = waitpid(-1, &raw, WNOHANG);
    if (pid > 0)
        *status = exit_status(raw);
    return pid;
}
