import BoardModel
import Locking
import Support
import Testing
import World

/// What of timelines happens, and what no more of a script does once its stop is answered.
@Suite("Timelines that are stopped", .timeLimit(.minutes(2)))
struct RunningTimelinesTests {
    /// What has happened, in its order: faults by their ids, and what a test adds.
    private final class Log: Sendable {
        private let all = Lock<[String]>([])
        var lines: [String] { all.withLock { $0 } }
        func add(_ line: String) { all.withLock { $0.append(line) } }
    }

    /// Each arms a fault on `left`, when, and of which id.
    private static func timeline(_ items: [(when: String, id: String)]) throws -> BenchTimeline {
        let lines = items.map { "  - { \($0.when), do: fault, target: left, kind: echo, id: \($0.id) }\n" }
        let text = "version: 1\ntimeline:\n" + lines.joined()
        return BenchTimeline(of: try TimelineScript(yaml: text, file: "script", boards: ["left"]), seed: 1)
    }

    private static func id(of action: BenchAction) -> String {
        if case .fault(_, let fault) = action { fault.id } else { "\(action)" }
    }

    /// Until the body returns.
    private func running(
        _ timelines: RunningTimelines, _ perform: @escaping RunningTimelines.Performance,
        _ body: () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await timelines.run(scale: 1, perform) }
            defer { group.cancelAll() }
            try await body()
        }
    }

    @Test("what is under way has happened when the stop is answered, and the next of the same instant never does")
    func sameInstant() async throws {
        let (timelines, log) = (RunningTimelines(), Log())
        let (gate, opening) = AsyncStream.makeStream(of: Never.self)
        await timelines.begin(
            try Self.timeline([("at: 0s", "first"), ("at: 0s", "second"), ("every: 100ms", "third")]), as: "/a/one.yaml"
        )
        let perform: RunningTimelines.Performance = { action, _ in
            let id = Self.id(of: action)
            log.add("\(id) begins")
            if id == "first" { for await _ in gate {} }
            log.add("\(id) is over")
        }
        try await running(timelines, perform) {
            try await eventually("the first is under way") { log.lines == ["first begins"] }
            async let stopped = {
                let note = try await timelines.stop("./one.yaml")
                log.add("answered")
                return note
            }()
            try await eventually("the stop has come") { await timelines.names.isEmpty }
            opening.finish()
            #expect(try await stopped.hasPrefix("stopped: one.yaml; "))
            await timelines.begin(try Self.timeline([("at: 0s", "marker")]), as: nil)
            try await eventually("the marker has come") { log.lines.last == "marker is over" }
        }
        #expect(log.lines == ["first begins", "first is over", "answered", "marker begins", "marker is over"])
    }

    @Test("one that was stopped before it was taken up never begins, and its stop is answered at once")
    func neverBegun() async throws {
        let (timelines, log) = (RunningTimelines(), Log())
        await timelines.begin(try Self.timeline([("at: 0s", "never")]), as: "one.yaml")
        _ = try await timelines.stop(nil)
        await timelines.begin(try Self.timeline([("at: 0s", "marker")]), as: "two.yaml")
        try await running(timelines, { action, _ in log.add(Self.id(of: action)) }) {
            try await eventually("the marker has come, and its script is over") {
                await timelines.names.isEmpty && log.lines.contains("marker")
            }
        }
        #expect(log.lines == ["marker"])
    }

    @Test("one is stopped in its sleep, and another of its name goes with it, while a third goes on")
    func asleep() async throws {
        let (timelines, log) = (RunningTimelines(), Log())
        for file in ["/a/one.yaml", "/b/one.yaml"] {
            await timelines.begin(try Self.timeline([("at: 0s", "began"), ("every: 100ms", "of one")]), as: file)
        }
        await timelines.begin(try Self.timeline([("every: 100ms", "of two")]), as: "two.yaml")
        try await running(timelines, { action, _ in log.add(Self.id(of: action)) }) {
            try await eventually("both happen") { log.lines.count { $0 == "of one" } > 3 }
            #expect(await timelines.names == ["one.yaml", "one.yaml", "two.yaml"])
            #expect(try await timelines.stop("one.yaml").hasPrefix("stopped: one.yaml, one.yaml; "))
            let before = log.lines.count
            // Each of these would have had one of the others before it.
            try await eventually("the third goes on") { log.lines.count > before + 5 }
            #expect(Set(log.lines.dropFirst(before)) == ["of two"])
            await #expect(throws: WorldError.noScript("one.yaml", running: ["two.yaml"])) {
                try await timelines.stop("/c/one.yaml")
            }
        }
    }

    @Test("what is handed over is brought to its end though the script is stopped")
    func handedOver() async throws {
        let (timelines, log) = (RunningTimelines(), Log())
        let (gate, opening) = AsyncStream.makeStream(of: Never.self)
        await timelines.begin(try Self.timeline([("at: 0s", "out")]), as: "one.yaml")
        let perform: RunningTimelines.Performance = { _, later in
            log.add("out")
            later {
                for await _ in gate {}
                log.add(Task.isCancelled ? "cancelled" : "back")
            }
        }
        try await running(timelines, perform) {
            try await eventually("it is out") { log.lines == ["out"] }
            _ = try? await timelines.stop(nil)
            opening.finish()
            try await eventually("it is back") { log.lines == ["out", "back"] }
        }
    }
}
