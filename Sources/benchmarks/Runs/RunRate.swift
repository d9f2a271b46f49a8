internal import CFloor
internal import RigModel

/// Complete runs per second, from the asking to the verdict that is on the disk and in the sealed log.
enum RunRate {
    private static let windows = 5
    private static let secondsPerWindow = 1.0
    /// After so long no further window is begun: behind each the logs may have much to catch up with.
    private static let patience = Duration.seconds(12)

    /// OpenHTF 1.6.3 with the same unit, as recorded in the design: runs per second on one port, and processor time of
    /// a run. Nothing was recorded for many ports, so the same figures stand beside those.
    private static let peer = "openhtf-1.6.3 (recorded)"
    private static let peerRate = 125.0
    private static let peerMilliseconds = 4.3

    /// One run after another: each is asked for when the end of the last was handed out.
    static func onePort() async throws -> [Figure] {
        let (rates, processor, floor) = try await RunBench.with(units: 1, plan: BenchPlan.run) { bench in
            let floor = try RecordedFloor()
            let rates = try await Self.rates(of: bench, ahead: 0) { try floor.rate(seconds: secondsPerWindow / 3) }
            let queued = try await Self.rates(of: bench, ahead: 1)
            return ((alone: rates.ours, queued: queued.ours), rates.processor, rates.theirs)
        }
        return [
            rate("runs-one-port", rates.alone, peer, peerRate, .atLeast(16)),
            rate("runs-one-port-queued", rates.queued, peer, peerRate, .atLeast(16)),
            rate("runs-one-port-disk", rates.alone, "C, one sync a run", median(floor), .informational),
            cpu("runs-one-port-cpu", processor),
        ]
    }

    /// As many units as ports, each in a loop of its own.
    static func manyPorts(_ ports: Int) async throws -> [Figure] {
        let (rates, processor) = try await RunBench.with(units: ports, plan: BenchPlan.run) { bench in
            let rates = try await Self.rates(of: bench, ahead: 0)
            return (rates.ours, rates.processor)
        }
        return [
            rate("runs-\(ports)", rates, peer, peerRate, .atLeast(40)),
            cpu("runs-\(ports)-cpu", processor),
        ]
    }

    /// - Parameter floor: measured before each window.
    private static func rates(
        of bench: RunBench, ahead: Int, beside floor: () throws -> Double? = { nil }
    ) async throws -> (ours: [Double], processor: Double, theirs: [Double]) {
        var ours: [Double] = []
        var theirs: [Double] = []
        var processor: UInt64 = 0
        var total = 0
        let deadline = ContinuousClock.now + patience
        // The first warms up, and one at least is measured.
        for window in 0...windows where window <= 1 || ContinuousClock.now < deadline {
            let floorRate = try floor()
            let start = (time: cfloor_now(), processor: cfloor_processor_time())
            let count = try await runs(of: bench, ahead: ahead, until: start.time + UInt64(secondsPerWindow * 1e9))
            try await bench.finishLogs()  // a run counts when all of it is recorded
            let end = (time: cfloor_now(), processor: cfloor_processor_time())
            guard window > 0 else { continue }
            ours.append(Double(count) / (Double(end.time - start.time) / 1e9))
            if let floorRate { theirs.append(floorRate) }
            processor += end.processor - start.processor
            total += count
        }
        return (ours, Double(processor) / Double(total), theirs)
    }

    /// Runs of all units until then, and the few that are under way then.
    private static func runs(of bench: RunBench, ahead: Int, until end: UInt64) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for unit in bench.watch.units {
                group.addTask { try await bench.repeatRuns(of: unit, ahead: ahead) { _ in cfloor_now() >= end } }
            }
            return try await group.reduce(0, +)
        }
    }

    private static func rate(
        _ name: String, _ values: [Double], _ reference: String, _ referenceValue: Double, _ target: Figure.Target
    ) -> Figure {
        Figure(
            name: name, value: median(values), unit: "1/s", reference: reference, referenceValue: referenceValue,
            target: target)
    }

    /// - Parameter nanoseconds: of one run.
    private static func cpu(_ name: String, _ nanoseconds: Double) -> Figure {
        Figure(
            name: name, value: nanoseconds / 1e6, unit: "ms", reference: peer, referenceValue: peerMilliseconds,
            target: .atMost(0.05))
    }
}
