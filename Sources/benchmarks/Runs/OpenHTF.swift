internal import Foundation

/// OpenHTF at the same unit, beside us: `scripts/lib/openhtf/peer.py`, on a line of its own.
final class OpenHTF {
    struct Measurement: Sendable {
        /// Runs per second, on one port; it tests one unit at a time.
        var rate: Double
        /// Processor time of a run.
        var milliseconds: Double
    }

    /// As the design recorded it on another machine, for where it is not installed.
    static let recorded = Measurement(rate: 125, milliseconds: 4.3)
    static let version = "openhtf-1.6.3"

    private let process = Process()
    private let orders = Pipe()
    private let answers = Pipe()
    private let responder: Responder

    /// - Returns: nil where `OPENHTF_PEER` does not name a Python and the script, as `scripts/benchmark` has it.
    init?() throws {
        guard let command = ProcessInfo.processInfo.environment["OPENHTF_PEER"]?.split(separator: " ").map(String.init),
            let program = command.first
        else { return nil }
        responder = try Responder(lines: 1)
        try responder.stayPlugged()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = command.dropFirst() + responder.paths
        process.standardInput = orders
        process.standardOutput = answers
        try process.run()
        _ = try measure(seconds: 0.3)  // warms up
    }

    /// It ends with its input.
    deinit { try? orders.fileHandleForWriting.close() }

    /// Blocks as long.
    func measure(seconds: Double) throws -> Measurement {
        try orders.fileHandleForWriting.write(contentsOf: Data("\(seconds)\n".utf8))
        var line = Data()
        while let byte = try answers.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte.first != 0x0a {
            line += byte
        }
        let figures = String(decoding: line, as: UTF8.self).split(separator: " ").compactMap { Double($0) }
        guard figures.count == 2 else { throw BenchmarkFailure("OpenHTF has not measured; what it says is above") }
        return Measurement(rate: figures[0], milliseconds: figures[1])
    }
}
