internal import CFloor
internal import RigModel

/// Complete runs per second, from the asking to the verdict that is on the disk and in the sealed log.
enum RunRate {
    private static let windows = 5
    private static let secondsPerWindow = 1.0
    /// After so long no further window is begun: behind each the logs may have much to catch up with.
    private static let patience = Duration.seconds(15)

    /// What is measured in one window after the other, ours and the others' in turn.
    private struct Rates {
        var ours: [Double] = []
        var processor: [Double] = []
        var floor: [Double] = []
        var peer: [OpenHTF.Measurement] = []
    }

    /// Runs of one unit. The next waits for the port, as in a loop: neither the sync of a verdict nor its log holds it up.
    /// `alone`, the next is asked for when the end of the last was handed out.
    static func onePort() async throws -> [Figure] {
        let (rates, alone) = try await RunBench.with(units: 1, plan: BenchPlan.run) { bench in
            let floor = try RecordedFloor()
            let rates = try await Self.rates(of: bench, ahead: 1, beside: try OpenHTF())
            let alone = try await Self.rates(of: bench, ahead: 0, over: floor)
            return (rates, alone)
        }
        return figures("runs-one-port", rates, .atLeast(16)) + [
            Figure(
                name: "runs-one-port-alone", value: median(alone.ours), unit: "1/s", reference: "C, one sync a run",
                referenceValue: median(alone.floor), target: .informational)
        ]
    }

    /// As many units as ports, each in a loop of its own.
    static func manyPorts(_ ports: Int) async throws -> [Figure] {
        let rates = try await RunBench.with(units: ports, plan: BenchPlan.run) { bench in
            try await Self.rates(of: bench, ahead: 1, beside: try OpenHTF())
        }
        return figures("runs-\(ports)", rates, .atLeast(40))
    }

    private static func rates(
        of bench: RunBench, ahead: Int, beside peer: OpenHTF? = nil, over floor: RecordedFloor? = nil
    ) async throws -> Rates {
        var rates = Rates()
        let deadline = ContinuousClock.now + patience
        // The first warms up, and one at least is measured.
        for window in 0...windows where window <= 1 || ContinuousClock.now < deadline {
            let theirs = try peer?.measure(seconds: secondsPerWindow / 2)
            let floorRate = try floor?.rate(seconds: secondsPerWindow / 3)
            let start = (time: cfloor_now(), processor: cfloor_processor_time())
            let count = try await runs(of: bench, ahead: ahead, until: start.time + UInt64(secondsPerWindow * 1e9))
            try await bench.finishLogs()  // a run counts when all of it is recorded
            let end = (time: cfloor_now(), processor: cfloor_processor_time())
            guard window > 0 else { continue }
            rates.ours.append(Double(count) / (Double(end.time - start.time) / 1e9))
            rates.processor.append(Double(end.processor - start.processor) / 1e6 / Double(count))
            if let floorRate { rates.floor.append(floorRate) }
            if let theirs { rates.peer.append(theirs) }
        }
        return rates
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

    private static func figures(_ name: String, _ rates: Rates, _ target: Figure.Target) -> [Figure] {
        let isLive = !rates.peer.isEmpty
        let peer = OpenHTF.version + (isLive ? "" : " (recorded)")
        return [
            Figure(
                name: name, value: median(rates.ours), unit: "1/s", reference: peer,
                referenceValue: isLive ? median(rates.peer.map(\.rate)) : OpenHTF.recorded.rate, target: target),
            Figure(
                name: "\(name)-cpu", value: median(rates.processor), unit: "ms", reference: peer,
                referenceValue: isLive ? median(rates.peer.map(\.milliseconds)) : OpenHTF.recorded.milliseconds,
                target: .atMost(0.05)),
        ]
    }
}
