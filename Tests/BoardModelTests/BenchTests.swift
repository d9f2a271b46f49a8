import BoardModel
import RigModel
import Testing

/// A bench's boards, targets and timeline.
@Suite struct BenchTests {
    static let yaml = """
        version: 1
        bench: demo
        seed: 42
        hubs: { h1: "1-2" }
        boards:
          - { id: left, board: client_demo, serial: FT7DEMO1, path: "1-2.1" }
          - { id: left-2, board: client_demo, serial: "", path: "1-2.2", vars: { volts: 3.39 } }
        timeline:
          - { every: 40s..60s, do: fault, target: left-B, kind: no_answer, for: 1 }
          - { at: 60s, do: unplug, target: left }
          - { at: 70s, do: replug, target: left, as: ttyUSB9 }
          - { at: 70s, do: clear }
        """

    @Test func readsBoardsWithWhatTheyChange() throws {
        let bench = try BenchScript(yaml: Self.yaml, file: "b")
        #expect(bench.boards.map(\.id) == ["left", "left-2"])
        #expect(bench.boards.map(\.serial) == ["FT7DEMO1", nil])
        #expect(bench.boards[1].variables == ["volts": .text("3.39")])
        #expect(bench.scriptNames == ["client_demo"])
        #expect(bench.seed(of: bench.boards[0]) != bench.seed(of: bench.boards[1]))
    }

    @Test func targetsAreBoardsOrTheirChannels() throws {
        let bench = try BenchScript(yaml: Self.yaml, file: "b")
        #expect(bench.target("left") == BenchTarget(board: "left"))
        #expect(bench.target("left-B") == BenchTarget(board: "left", channel: .b))
        #expect(bench.target("left-2") == BenchTarget(board: "left-2"))
        #expect(bench.target("left-2-d") == BenchTarget(board: "left-2", channel: .d))
        #expect(bench.target("left-E") == nil)
        #expect(bench.target("right") == nil)
    }

    @Test func timelineIsTheSameForTheSameSeed() throws {
        func play() throws -> [String] {
            var timeline = BenchTimeline(of: try BenchScript(yaml: Self.yaml, file: "b"))
            var happened: [String] = []
            while let wake = timeline.nextWake, wake <= VirtualTime(.seconds(200)) {
                for action in timeline.due(at: wake) { happened.append("\(wake) \(Self.describe(action))") }
            }
            return happened
        }
        let happened = try play()
        #expect(try play() == happened)
        #expect(happened.filter { $0.hasSuffix("no_answer left B no_answer-9") }.count >= 3)
        #expect(
            happened.filter { !$0.contains("no_answer") }
                == ["60000 ms unplug left", "70000 ms replug left ttyUSB9", "70000 ms clear"])
    }

    private static func describe(_ action: BenchAction) -> String {
        switch action {
        case .plug(let board, _): "plug \(board)"
        case .unplug(let board): "unplug \(board)"
        case .replug(let board, let comeback): "replug \(board) \(comeback.tty ?? "")"
        case .fault(let board, let fault):
            "\(fault.kind.name) \(board) \(fault.channel.map(\.description) ?? "") \(fault.id)"
        case .clear: "clear"
        }
    }
}
