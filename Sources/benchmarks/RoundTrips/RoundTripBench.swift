internal import CFloor

/// Two sets of ptys, one for each competitor, and the C process that answers on all of them.
struct RoundTripBench {
    /// The C client on its own slaves.
    struct Floor {
        let slaves: [Int32]

        /// The nanoseconds of each round trip on the first line.
        func roundTrips(_ count: Int) throws -> [Double] {
            var nanoseconds = [UInt64](repeating: 0, count: count)
            guard cfloor_round_trips(slaves[0], Int32(count), &nanoseconds) == 0 else {
                throw BenchmarkFailure(call: "the C client")
            }
            return nanoseconds.map { Double($0) }
        }

        /// Round trips per second over all lines at once.
        func rate(seconds: Double) throws -> Double {
            let start = cfloor_now()
            let count = cfloor_many(slaves, Int32(slaves.count), seconds)
            guard count >= 0 else { throw BenchmarkFailure(call: "the C client") }
            return Double(count) / (Double(cfloor_now() - start) / 1e9)
        }
    }

    private let responder: Responder
    private let lines: Int

    /// Paths for our client.
    var ours: [String] { Array(responder.paths.prefix(lines)) }

    init(lines: Int) throws {
        responder = try Responder(lines: 2 * lines)
        self.lines = lines
    }

    func openFloor() throws -> Floor {
        Floor(slaves: try responder.paths.suffix(lines).map(responder.open))
    }
}
