import RigModel
import SerialIO
import Support

/// A reactor of the test's own. The test runs on its thread too: in the threads of the default pool it would wait for
/// hundreds of other tests, and a deadline would be over before anybody had looked at it.
func withReactor<Result: Sendable>(_ body: (Reactor) async throws -> Result) async throws -> Result {
    let reactor = try Reactor(name: "test")
    defer { reactor.shutdown() }
    return try await withTaskExecutorPreference(reactor) { try await body(reactor) }
}

/// A reactor, a pty on it, and the port at the near end.
func withLine(
    _ settings: LineSettings = LineSettings(lowLatency: false), _ body: (SerialPort, PTYPair) async throws -> Void
) async throws {
    try await withReactor { reactor in
        let pty = try await PTYPair(on: reactor)
        let port = try await SerialPort.open(pty.path, settings: settings, on: reactor)
        try await body(port, pty)
        await port.close()
    }
}

/// Long enough never to matter.
func later(_ duration: Duration = .seconds(30)) -> ContinuousClock.Instant {
    ContinuousClock.now.advanced(by: duration)
}

extension Array where Element == UInt8 {
    init(_ text: String) {
        self = Array(text.utf8)
    }
}
