internal import CFloor
internal import Glibc
internal import RigModel
internal import SerialIO

/// Round trips on ptys, ours beside a C epoll loop: 16-byte request, 32-byte reply, both answered by one C process.
///
/// The two take turns in many short windows, so that what else the machine does falls on both alike; each figure is over all windows of one side.
struct RoundTrip {
    private static let windows = 50
    private static let roundTripsPerWindow = 400
    private static let rateWindows = 5
    private static let secondsPerRateWindow = 0.5

    /// What one side has needed.
    private struct Tally {
        var nanoseconds: [Double] = []
        var processor: UInt64 = 0
    }

    static func run() async throws -> [Figure] {
        let reactor = try Reactor(name: "round-trip")
        defer { reactor.shutdown() }
        return try await oneLine(on: reactor) + manyLines(64, on: reactor)
    }

    private static func oneLine(on reactor: Reactor) async throws -> [Figure] {
        let bench = try RoundTripBench(lines: 1)
        let floor = try bench.openFloor()
        let client = RoundTripClient(on: reactor)
        try await client.open(bench.ours)
        var ours = Tally()
        var theirs = Tally()
        for window in 0...windows {
            let start = cfloor_processor_time()
            let floorTimes = try floor.roundTrips(roundTripsPerWindow)
            let middle = cfloor_processor_time()
            let ourTimes = try await client.roundTrips(roundTripsPerWindow)
            let end = cfloor_processor_time()
            guard window > 0 else { continue }  // warms up
            theirs.nanoseconds += floorTimes
            theirs.processor += middle - start
            ours.nanoseconds += ourTimes
            ours.processor += end - middle
        }
        await client.close()
        let count = Double(ours.nanoseconds.count)
        return [
            microseconds(
                "round-trip-p50", quantile(0.5, ours.nanoseconds), quantile(0.5, theirs.nanoseconds), .atMost(1.5)),
            microseconds(
                "round-trip-p99", quantile(0.99, ours.nanoseconds), quantile(0.99, theirs.nanoseconds), .informational),
            microseconds(
                "round-trip-cpu", Double(ours.processor) / count, Double(theirs.processor) / count, .atMost(3)),
        ]
    }

    private static func manyLines(_ lines: Int, on reactor: Reactor) async throws -> [Figure] {
        let bench = try RoundTripBench(lines: lines)
        let floor = try bench.openFloor()
        let client = RoundTripClient(on: reactor)
        try await client.open(bench.ours)
        var ours: [Double] = []
        var theirs: [Double] = []
        for window in 0...rateWindows {
            let floorRate = try floor.rate(seconds: secondsPerRateWindow)
            let ourRate = try await client.rate(seconds: secondsPerRateWindow)
            guard window > 0 else { continue }
            ours.append(ourRate)
            theirs.append(floorRate)
        }
        await client.close()
        return [
            Figure(
                name: "round-trips-\(lines)-lines", value: median(ours), unit: "1/s", reference: "C",
                referenceValue: median(theirs), target: .atLeast(0.6))
        ]
    }

    /// Both in nanoseconds.
    private static func microseconds(_ name: String, _ ours: Double, _ floor: Double, _ target: Figure.Target) -> Figure
    {
        Figure(
            name: name, value: ours / 1000, unit: "us", reference: "C", referenceValue: floor / 1000, target: target)
    }
}
