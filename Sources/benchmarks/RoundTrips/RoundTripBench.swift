internal import CFloor
internal import Glibc

/// Two sets of ptys, one for each competitor, and the C process that answers on all of them.
final class RoundTripBench {
    /// A system call failed.
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ call: String) {
            description = "round-trip: \(call) failed: errno \(errno)"
        }
    }

    /// The C client on its own slaves.
    struct Floor {
        let slaves: [Int32]

        /// The nanoseconds of each round trip on the first line.
        func roundTrips(_ count: Int) throws -> [Double] {
            var nanoseconds = [UInt64](repeating: 0, count: count)
            guard cfloor_round_trips(slaves[0], Int32(count), &nanoseconds) == 0 else { throw Failure("the C client") }
            return nanoseconds.map { Double($0) }
        }

        /// Round trips per second over all lines at once.
        func rate(seconds: Double) throws -> Double {
            let start = cfloor_now()
            let count = cfloor_many(slaves, Int32(slaves.count), seconds)
            guard count >= 0 else { throw Failure("the C client") }
            return Double(count) / (Double(cfloor_now() - start) / 1e9)
        }
    }

    /// Paths for our client.
    let ours: [String]
    private let theirs: [String]
    private let responder: cfloor_responder
    private var descriptors: [Int32]

    init(lines: Int) throws {
        var masters: [Int32] = []
        var paths: [String] = []
        for _ in 0..<2 * lines {
            var name = [CChar](repeating: 0, count: 64)
            let master = cfloor_pty(&name, name.count)
            guard master >= 0 else { throw Failure("opening a pty") }
            masters.append(master)
            paths.append(String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        responder = cfloor_respond(masters, Int32(masters.count))
        guard responder.pid > 0 else { throw Failure("fork") }
        ours = Array(paths.prefix(lines))
        theirs = Array(paths.suffix(lines))
        descriptors = masters
    }

    deinit {
        cfloor_stop(responder)
        for descriptor in descriptors { close(descriptor) }
    }

    func openFloor() throws -> Floor {
        let slaves = try theirs.map { path in
            let slave = cfloor_open(path)
            guard slave >= 0 else { throw Failure("opening \(path)") }
            return slave
        }
        descriptors += slaves
        return Floor(slaves: slaves)
    }
}
