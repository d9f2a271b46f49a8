import Glibc

/// A program that a hook runs: no shell, nothing on its standard input, and what it prints goes nowhere.
enum HookCommand {
    /// Starts it in a process group of its own.
    /// - Returns: its pid, or why it could not be started.
    static func start(_ command: [String], environment: [String: String]) -> Result<pid_t, Trouble> {
        guard let program = command.first else { return .failure(Trouble("the command is empty")) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of the service block signals; a program begins as it would anywhere else.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETPGROUP)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

        let arguments = CStrings(command)
        let variables = CStrings(inherited.merging(environment) { $1 }.map { "\($0)=\($1)" })
        var pid = pid_t()
        let status = posix_spawnp(&pid, program, &files, &attributes, arguments.pointers, variables.pointers)
        return status == 0 ? .success(pid) : .failure(Trouble("'\(program)': \(String(cString: strerror(status)))"))
    }

    /// Waits until the program has ended; it stays there to be reaped, so that its pid is nobody else's meanwhile.
    static func waitForEnd(of pid: pid_t) {
        var info = siginfo_t()
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    }

    /// Ends the program and all that it has started.
    static func kill(_ pid: pid_t) { _ = Glibc.kill(-pid, SIGKILL) }

    /// Reaps a program that has ended.
    /// - Returns: what is wrong with how it ended; nil for status 0.
    static func reap(_ pid: pid_t) -> Trouble? {
        var status: Int32 = 0
        guard waitpid(pid, &status, 0) == pid else { return Trouble("it cannot be waited for") }
        let signal = status & 0x7f
        if signal != 0 { return Trouble("ended by signal \(signal)") }
        let code = (status >> 8) & 0xff
        return code == 0 ? nil : Trouble("exit status \(code)")
    }

    struct Trouble: Error, Sendable, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    private static var inherited: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }
}

/// Strings as a NULL-ended array of C strings, for as long as the value lives.
private final class CStrings {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { (pointers + index).initialize(to: strdup(string)) }
        (pointers + count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deallocate()
    }
}
