internal import CLinux
internal import Glibc
public import SerialIO

/// A pseudo terminal whose far end the test plays: opening ``path`` is plugging into it.
///
/// Lives on a reactor, so that a test waits for bytes without blocking a thread.
public actor PTYPair {
    /// What a test did not get in time.
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    public nonisolated let path: String
    public nonisolated let reactor: Reactor

    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    private let fd: Int32
    private var descriptor: Descriptor?
    private var ahead: [UInt8] = []

    public init(on reactor: Reactor) async throws {
        var name = [CChar](repeating: 0, count: 64)
        let master = clinux_pty_open(&name, name.count)
        guard master >= 0 else { throw Missing(description: "no pty to be had: errno \(errno)") }
        self.reactor = reactor
        path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        fd = master
        descriptor = Descriptor(owning: master)
        try watch()
    }

    isolated deinit {
        if descriptor != nil { reactor.deregister(fd) }
    }

    private func watch() throws {
        try reactor.register(fd)
    }

    /// Sends to whoever has the path open.
    public func write(_ bytes: [UInt8], within patience: Duration = .seconds(10)) async throws {
        let deadline = ContinuousClock.now.advanced(by: patience)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(fd, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) }
            if rest.isEmpty { return }
            guard await reactor.wait(for: .writable, on: fd, until: deadline) == .ready else {
                throw Missing(description: "\(rest.count) bytes could not be written to the far end of \(path)")
            }
        }
    }

    public func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }

    /// The next `count` bytes that the other side has sent.
    public func read(_ count: Int, within patience: Duration = .seconds(10)) async throws -> [UInt8] {
        let deadline = ContinuousClock.now.advanced(by: patience)
        while ahead.count < count {
            if readAhead() { continue }
            let wakeup = await reactor.wait(for: .readable, on: fd, until: deadline)
            guard wakeup == .ready || wakeup == .hungUp else {
                throw Missing(description: "\(path) sent \(ahead.count) of \(count) bytes: \(ahead)")
            }
        }
        defer { ahead.removeFirst(count) }
        return Array(ahead.prefix(count))
    }

    /// The next `count` bytes as text.
    public func readText(_ count: Int) async throws -> String {
        String(decoding: try await read(count), as: UTF8.self)
    }

    /// Everything that the other side has sent, until nothing more comes for a while.
    public func readAll(quietFor quiet: Duration = .milliseconds(30)) async -> [UInt8] {
        repeat {
            while readAhead() {}
        } while await reactor.wait(for: .readable, on: fd, until: ContinuousClock.now.advanced(by: quiet)) == .ready
        defer { ahead.removeAll() }
        return ahead
    }

    /// Waits until the other side has closed the path.
    public func waitUntilClosed(within patience: Duration = .seconds(10)) async throws {
        let deadline = ContinuousClock.now.advanced(by: patience)
        while await reactor.wait(for: .readable, on: fd, until: deadline) != .hungUp {
            _ = readAhead()
            guard ContinuousClock.now < deadline else { throw Missing(description: "\(path) is still open") }
        }
    }

    /// The settings that the other side has made, as the far end sees them (a pty hides parity and data bits).
    public func speed() -> (input: UInt32, output: UInt32) {
        var settings = clinux_termios()
        _ = clinux_termios_get(fd, &settings)
        return (settings.input_speed, settings.output_speed)
    }

    /// Pulls the plug: the path is gone, and whoever has it open gets a hang-up.
    public func unplug() {
        guard descriptor != nil else { return }
        reactor.deregister(fd)
        descriptor = nil
    }

    private func readAhead() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(fd, &buffer, buffer.count)
        if count > 0 { ahead += buffer.prefix(count) }
        return count > 0
    }
}
