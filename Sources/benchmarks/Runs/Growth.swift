/// What is left behind by many runs: nothing may be.
enum Growth {
    /// Until caches are filled and threads are there that stay.
    private static let warmUp = 200
    /// What ends with the last run may take so long to go away; a worker thread of Dispatch stays for 5 s without work.
    private static let patience = Duration.seconds(8)

    static func over(runs: Int) async throws -> [Figure] {
        let (before, after) = try await RunBench.with(units: 1, plan: BenchPlan.run) { bench in
            let unit = bench.watch.units[0]
            _ = try await bench.repeatRuns(of: unit) { $0 >= warmUp }
            try await bench.finishLogs()
            let before = try await settled()
            _ = try await bench.repeatRuns(of: unit) { $0 >= runs }
            try await bench.finishLogs()
            return (before, try await settled())
        }
        return [
            figure("growth-descriptors", "open", before, after, \.descriptors, .atMost(1)),
            figure("growth-threads", "threads", before, after, \.threads, .atMost(1)),
            figure("growth-memory", "KiB", before, after, \.residentKiB, .informational),
        ]
    }

    /// The least of several readings.
    private static func settled() async throws -> ProcessFigures {
        let pause = Duration.milliseconds(100)
        // Before the first reading, since the first pause of a process makes a timer that stays.
        try await Task.sleep(for: pause)
        var least = try ProcessFigures()
        let end = ContinuousClock.now + patience
        while ContinuousClock.now < end {
            try await Task.sleep(for: pause)
            least = least.least(try ProcessFigures())
        }
        return least
    }

    private static func figure(
        _ name: String, _ unit: String, _ before: ProcessFigures, _ after: ProcessFigures,
        _ part: KeyPath<ProcessFigures, Int>, _ target: Figure.Target
    ) -> Figure {
        Figure(
            name: name, value: Double(after[keyPath: part]), unit: unit, reference: "before",
            referenceValue: Double(before[keyPath: part]), target: target)
    }
}
