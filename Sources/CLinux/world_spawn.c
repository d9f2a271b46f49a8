#define _GNU_SOURCE
#include "clinux_world.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Between fork and exec of a process with threads only async-signal-safe calls are allowed: no malloc, no stdio. */

/* NULL, or the step that failed, with errno. */
static const char *close_ways_back(void)
{
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0)
            /* Who may not do that needs not: without new privileges, exec fills no set from the bounding set. */
            return capability == 0 && errno == EPERM ? NULL : "emptying the capability bounding set";
    /* Without these, exec as uid 0 would fill the permitted set again. */
    unsigned long bits = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED
        | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;
    if (prctl(PR_SET_SECUREBITS, bits, 0, 0, 0) < 0)
        return "locking uid 0 out of capabilities";
    return NULL;
}

/* As above. */
static const char *drop_capabilities(void)
{
    const char *step = close_ways_back();
    if (step != NULL)
        return step;
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
        return "clearing the ambient capabilities";
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};
    if (syscall(SYS_capset, &header, none) < 0)
        return "dropping the capabilities";
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return "refusing new privileges";
    return NULL;
}

static void signals_as_at_birth(void)
{
    sigset_t none;
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++)
        sigaction(signal, &standard, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Gives the terminal to the new group, if the group that started us, or the world's own creator, had it: then Ctrl-C
 * reaches the program as anywhere. */
static void take_terminal(void)
{
    sigset_t output;
    pid_t foreground = tcgetpgrp(STDIN_FILENO);
    /* 0 stands for a group outside this pid namespace: the one that made the world. */
    if (foreground != 0 && foreground != getpgid(getppid()))
        return;
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    sigprocmask(SIG_BLOCK, &output, NULL);
    tcsetpgrp(STDIN_FILENO, getpgrp());
}

static void become(char *const argv[], char *const envp[], int terminal, int report)
{
    const char *step = "making a process group";
    if (setpgid(0, 0) == 0) {
        if (terminal)
            take_terminal();
        signals_as_at_birth();
        step = drop_capabilities();
        if (step == NULL) {
            /* `report` closes at exec; the rest must not be seen even if somebody forgot O_CLOEXEC. */
            if (report > 3)
                close_range(3, (unsigned)report - 1, 0);
            close_range((unsigned)report + 1, ~0u, 0);
            execvpe(argv[0], argv, envp);
            step = "starting the command";
        }
    }
    struct clinux_world_failure failure = {.step = step, .error = errno};
    (void)!write(report, &failure, sizeof failure); /* one address space image: the pointer holds in the parent */
    _exit(127);
}

pid_t clinux_world_spawn(char *const argv[], char *const envp[], int terminal, struct clinux_world_failure *failure)
{
    int report[2];
    *failure = (struct clinux_world_failure){.step = "making a pipe"};
    if (pipe2(report, O_CLOEXEC) < 0) {
        failure->error = errno;
        return -1;
    }
    pid_t child = fork();
    if (child == 0)
        become(argv, envp, terminal, report[1]);
    if (child < 0)
        *failure = (struct clinux_world_failure){.step = "forking", .error = errno};
    close(report[1]);
    if (child > 0) {
        ssize_t got;
        do
            got = read(report[0], failure, sizeof *failure);
        while (got < 0 && errno == EINTR);
        if (got > 0) {
            waitpid(child, NULL, 0);
            child = -1;
        }
    }
    close(report[0]);
    return child;
}
