internal import CFloor
internal import Glibc

/// What a run and its record cost at least: the round trips in C, one write, one sync of the disk that ours use.
final class RecordedFloor {
    private let responder: Responder
    private let folder: TemporaryFolder
    private let slave: Int32
    private let file: Int32

    init() throws {
        responder = try Responder(lines: 1)
        folder = try TemporaryFolder()
        slave = try responder.open(responder.paths[0])
        file = open("\(folder.path)/records", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw BenchmarkFailure(call: "opening a file in \(folder.path)") }
    }

    deinit { close(file) }

    /// Runs per second.
    func rate(seconds: Double) throws -> Double {
        let start = cfloor_now()
        let count = cfloor_runs(slave, file, seconds)
        guard count >= 0 else { throw BenchmarkFailure(call: "the C client") }
        return Double(count) / (Double(cfloor_now() - start) / 1e9)
    }
}
