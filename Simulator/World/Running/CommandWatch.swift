import CLinux
import Glibc
import SerialIO

/// Watches over the world's command as pid 1 must: passes signals on, reaps whoever ends, and knows when it is over.
actor CommandWatch {
    /// How long a command that was told to end may take. A service's longest STOP has to fit.
    static let grace = Duration.seconds(30)

    private let command: LaunchedCommand
    private let signals: Int32
    private let reactor: Reactor
    /// It was told to end, and did not in time.
    private(set) var hadToBeKilled = false
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// - Parameter signals: where the world's entry put those that arrive; non-blocking.
    init(_ command: LaunchedCommand, signals: Int32, reactor: Reactor) {
        self.command = command
        self.signals = signals
        self.reactor = reactor
    }

    /// Runs the command to its end.
    /// - Returns: its exit status; 128 + n if signal n ended it.
    func run() async throws -> Int32 {
        try reactor.register(signals)
        defer { reactor.deregister(signals) }
        let pid = try command.start(isForPeople: true)
        var deadline: ContinuousClock.Instant?
        while true {
            switch await reactor.wait(for: .readable, on: signals, until: deadline) {
            case .deadline, .interrupted:
                kill(-pid, SIGKILL)
                hadToBeKilled = deadline != nil
                deadline = nil
            case .ready, .hungUp: break
            }
            var signal = clinux_world_next_signal(signals)
            while signal != 0 {
                if signal == SIGCHLD {
                    if let status = reap(pid) {
                        // What it has left behind in its group ends with it.
                        kill(-pid, SIGKILL)
                        return status
                    }
                } else {
                    kill(-pid, signal)
                    deadline = deadline ?? .now + Self.grace
                }
                signal = clinux_world_next_signal(signals)
            }
        }
    }

    /// Reaps all that have ended; the command's status if it is among them.
    private func reap(_ pid: Int32) -> Int32? {
        var status: Int32 = 0
        while true {
            let ended = clinux_world_reap(&status)
            if ended == pid { return status }
            if ended <= 0 { return nil }
        }
    }
}
