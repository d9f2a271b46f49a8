internal import CFloor
internal import Glibc

/// Ptys, and the C process that answers on all of them.
final class Responder {
    /// Of the near ends.
    let paths: [String]
    private let process: cfloor_responder
    private var descriptors: [Int32]

    init(lines: Int) throws {
        var masters: [Int32] = []
        var paths: [String] = []
        for _ in 0..<lines {
            var name = [CChar](repeating: 0, count: 64)
            let master = cfloor_pty(&name, name.count)
            guard master >= 0 else { throw BenchmarkFailure(call: "opening a pty") }
            masters.append(master)
            paths.append(String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        process = cfloor_respond(masters, Int32(masters.count))
        guard process.pid > 0 else { throw BenchmarkFailure(call: "fork") }
        self.paths = paths
        descriptors = masters
    }

    deinit {
        cfloor_stop(process)
        for descriptor in descriptors { close(descriptor) }
    }

    /// Opens a near end for the C client.
    func open(_ path: String) throws -> Int32 {
        let slave = cfloor_open(path)
        guard slave >= 0 else { throw BenchmarkFailure(call: "opening \(path)") }
        descriptors.append(slave)
        return slave
    }

    /// Keeps the near ends open: a unit stays plugged in while runs open and close its line, and a pty that nobody has
    /// open counts as unplugged.
    func stayPlugged() throws {
        for path in paths { _ = try open(path) }
    }
}
