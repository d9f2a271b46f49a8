import Execution
import RigModel
import Testing

@testable import Station

@Suite struct HookLinesTests {
    private let lamp = HookOutput(.file("/lamp"))
    static func request(_ number: Int) -> ExecutionRequest {
        ExecutionRequest(
            id: ExecutionID("01JD3V6T4N000000000000000\(number)"), bib: "demo", uut: "uut", instance: "uut",
            board: "FT7A", ports: [], planHash: "1", requestedAt: Timestamp(nanoseconds: 0), origin: "api",
            stepCount: 3)
    }

    @Test func aLineThatUnitsShareIsUpWhileAnyOfThemHoldsIt() {
        var lines = HookLines()
        let levels = [(1, true), (2, true), (1, false), (2, false), (1, true)].map { number, isRaised in
            lines.set(.active, to: isRaised, for: Self.request(number), lamp)?.isRaised
        }
        #expect(levels == [true, nil, nil, false, true])
        #expect(lines.lowerAll().map(\.isRaised) == [false])
        #expect(lines.lowerAll().isEmpty)
    }

    @Test func aPulseIsGivenEachTimeAndLowersItself() {
        var lines = HookLines()
        let pulse = HookOutput(.file("/horn"), pulse: .seconds(2))
        #expect(lines.set(.critical, to: true, for: Self.request(1), pulse)?.isRaised == true)
        #expect(lines.set(.critical, to: true, for: Self.request(2), pulse)?.isRaised == true)
        #expect(lines.set(.critical, to: false, for: Self.request(2), pulse) == nil)
        #expect(lines.lowerAll().isEmpty)
    }

    @Test func whatACriticalHasRaisedIsForAPersonToClear() {
        var lines = HookLines()
        _ = lines.set(.active, to: true, for: Self.request(1), lamp)
        #expect(lines.set(.critical, to: true, for: Self.request(1), lamp)?.isRaised == true)
        #expect(lines.set(.active, to: false, for: Self.request(1), lamp) == nil)
        #expect(lines.lowerAll().isEmpty)
    }

    @Test func aSlowLineSkipsWhatIsOverAndEndsWhereItShould() {
        func change(_ isRaised: Bool) -> HookLines.Change {
            HookLines.Change(output: lamp, isRaised: isRaised, line: .active, request: Self.request(1))
        }
        for count in 1...20 {
            var queue = HookQueue()
            let levels = (0..<count).map { $0.isMultiple(of: 2) }
            for level in levels { queue.put(change(level)) }
            #expect(queue.waiting.count <= 2)
            #expect(queue.waiting.last?.isRaised == levels.last)
        }
    }
}
