internal import CFloor
internal import SerialIO

/// Our side of the round trip: a caller that lives on the reactor, as a run does.
actor RoundTripClient {
    /// Waits for the reply by its length, as the C client does.
    private struct Reply: Conversation {
        var missing = Int(cfloor_reply_length)

        mutating func received(_ bytes: ArraySlice<UInt8>, at instant: Instant) -> Bool {
            missing -= bytes.count
            return missing <= 0
        }
    }

    private static let request = Array("MEAS:VOLT:DC? 1\n".utf8)

    private nonisolated let reactor: Reactor
    private var ports: [SerialPort] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    init(on reactor: Reactor) {
        self.reactor = reactor
    }

    func open(_ paths: [String]) async throws {
        for path in paths { ports.append(try await SerialPort.open(path, on: reactor)) }
    }

    func close() async {
        for port in ports { await port.close() }
    }

    /// The nanoseconds of each round trip on the first line.
    func roundTrips(_ count: Int) async throws -> [Double] {
        var nanoseconds: [Double] = []
        nanoseconds.reserveCapacity(count)
        let port = ports[0]
        for _ in 0..<count {
            let start = cfloor_now()
            try await roundTrip(port)
            nanoseconds.append(Double(cfloor_now() - start))
        }
        return nanoseconds
    }

    /// Round trips per second over all lines at once, a task each.
    func rate(seconds: Double) async throws -> Double {
        let start = cfloor_now()
        let end = start + UInt64(seconds * 1e9)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for port in ports { group.addTask { try await self.repeatRoundTrips(port, until: end) } }
            var count = 0
            while let some = try await group.next() { count += some }
            return count
        }
        return Double(count) / (Double(cfloor_now() - start) / 1e9)
    }

    private func repeatRoundTrips(_ port: SerialPort, until end: UInt64) async throws -> Int {
        var count = 0
        while cfloor_now() < end {
            try await roundTrip(port)
            count += 1
        }
        return count
    }

    private func roundTrip(_ port: SerialPort) async throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(5))
        let (_, ending) = try await port.exchange(sending: Self.request, Reply(), until: deadline)
        guard ending == .finished else { throw BenchmarkFailure("no reply came (\(ending))") }
    }
}
