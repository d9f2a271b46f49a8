internal import CFloor
internal import RigModel
internal import SerialIO

/// A whole step (send, match, level, event, log line, store) beside a bare round trip of ours.
enum StepCost {
    private static let windows = 20
    private static let stepsPerWindow = 400

    static func run() async throws -> [Figure] {
        let reactor = try Reactor(name: "round-trip")
        defer { reactor.shutdown() }
        let responder = try Responder(lines: 1)
        let client = RoundTripClient(on: reactor)
        try await client.open(responder.paths)
        let (steps, bare, whole) = try await RunBench.with(units: 1, plan: BenchPlan.steps(stepsPerWindow)) { bench in
            var steps: [Double] = []
            var bare: [Double] = []
            var whole: [Double] = []
            for window in 0...windows {
                let roundTrips = try await client.roundTrips(stepsPerWindow)
                let start = cfloor_now()
                _ = try await bench.repeatRuns(of: bench.watch.units[0]) { _ in true }
                try await bench.finishLogs()
                let end = cfloor_now()
                let intervals = Self.intervals(await bench.watch.takeSteps())
                guard window > 0 else { continue }  // warms up
                bare += roundTrips
                steps += intervals
                whole.append(Double(end - start) / Double(stepsPerWindow))
            }
            return (steps, bare, whole)
        }
        await client.close()
        withExtendedLifetime(responder) {}
        return [
            figure("step-p50", median(steps), median(bare), .atMost(3)),
            figure("step-p99", quantile(0.99, steps), quantile(0.99, bare), .informational),
            // From the asking for the run to its verdict on the disk, so that nothing is left for later.
            figure("step-recorded", median(whole), median(bare), .informational),
        ]
    }

    /// The nanoseconds from the beginning of each step to that of the next.
    private static func intervals(_ steps: [StepRecord]) -> [Double] {
        zip(steps, steps.dropFirst()).map { Double($0.startedAt.duration(to: $1.startedAt).nanoseconds) }
    }

    /// Both in nanoseconds.
    private static func figure(_ name: String, _ ours: Double, _ bare: Double, _ target: Figure.Target) -> Figure {
        Figure(
            name: name, value: ours / 1000, unit: "us", reference: "bare round trip", referenceValue: bare / 1000,
            target: target)
    }
}
