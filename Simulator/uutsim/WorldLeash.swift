import Glibc

/// Standard input as a leash: the process gets SIGTERM when nobody holds its other end any more, were it because the
/// holder was killed.
enum WorldLeash {
    /// Linux' F_SETSIG, which its headers keep for GNU sources.
    private static let setSignal: Int32 = 10

    /// Ends the process at once where the other end is gone already.
    static func putOn() {
        // Whoever started us may have had the signal ignored.
        signal(SIGTERM, SIG_DFL)
        let flags = fcntl(STDIN_FILENO, F_GETFL)
        guard fcntl(STDIN_FILENO, F_SETOWN, getpid()) == 0, fcntl(STDIN_FILENO, setSignal, SIGTERM) == 0,
            flags >= 0, fcntl(STDIN_FILENO, F_SETFL, flags | O_ASYNC) == 0
        else {
            Report.line("--leashed: standard input is no pipe: \(String(cString: strerror(errno)))")
            exit(64)
        }
        var input = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
        if poll(&input, 1, 0) > 0 { exit(128 + SIGTERM) }
    }
}
