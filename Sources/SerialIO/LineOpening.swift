internal import Glibc

/// Has a line opened off the reactor, and tries again while udev may still be at work on its node.
actor LineOpening {
    private static let pause = Duration.milliseconds(10)
    private static let forkTime = Duration.milliseconds(250)
    /// How long a driver may take. A working one takes milliseconds; USB control transfers time out after five seconds each.
    static let driverTime = Duration.seconds(5)

    private nonisolated let reactor: Reactor
    private let udevTime: Duration
    private let driverTime: Duration

    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// - Parameter udevTime: how long a node may be missing or forbidden after the plug.
    init(on reactor: Reactor, udevTime: Duration = .milliseconds(500), driverTime: Duration = LineOpening.driverTime) {
        self.reactor = reactor
        self.udevTime = udevTime
        self.driverTime = driverTime
    }

    func open(_ opener: LineOpener) async throws(SerialError) -> LineOpener.Line {
        try await open(opener.path, opener.open)
    }

    /// - Parameter attempt: opens the line and sets it; may wait for the driver.
    func open(
        _ path: String, _ attempt: @escaping @Sendable () -> Result<LineOpener.Line, SerialError>
    ) async throws(SerialError) -> LineOpener.Line {
        let began = ContinuousClock.now
        while true {
            let deadline = ContinuousClock.now.advanced(by: driverTime)
            guard let result = await reactor.offload(until: deadline, abandoned: Self.drop, attempt) else {
                // Before the deadline only where the reactor shuts down.
                if ContinuousClock.now < deadline { throw .closed(path: path) }
                throw .openStuck(path: path, after: driverTime)
            }
            switch result {
            case .success(let line): return line
            case .failure(let error):
                guard ContinuousClock.now < began.advanced(by: patience(with: error)),
                    await reactor.sleep(until: ContinuousClock.now.advanced(by: Self.pause)) == .deadline
                else { throw error }
            }
        }
    }

    /// How long an opening that failed so is tried again.
    private func patience(with error: SerialError) -> Duration {
        switch error {
        case .cannotOpen(_, _, let code) where code == ENOENT || code == EACCES: udevTime
        // A child that this process has just started holds every line until it runs its program.
        case .busy: Self.forkTime
        default: .zero
        }
    }

    /// A line that came too late is closed again.
    @Sendable private static func drop(_ late: Result<LineOpener.Line, SerialError>) {
        if case .success(let line) = late { _ = Descriptor(owning: line.fd) }
    }
}
