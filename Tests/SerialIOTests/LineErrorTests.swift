import RigModel
import Support
import Testing

@testable import SerialIO

/// What drivers count against a line.
@Suite(.timeLimit(.minutes(1))) struct LineErrorTests {
    @Test func aPseudoTerminalHasNoCountersAndNeitherHasAClosedLine() async throws {
        try await withLine { port, _ in
            #expect(await port.errorsCounted == nil)
            await port.close()
            #expect(await port.errorsCounted == nil)
        }
        #expect(LineErrors.driver(-1) == nil)
    }

    @Test func theCountersOfADriverAreReadForAsLongAsTheLineIsOpen() async throws {
        let counted = LineErrors(overruns: 7, framing: 1)
        let reactor = try Reactor(name: "test", countErrors: { _ in counted })
        defer { reactor.shutdown() }
        try await withTaskExecutorPreference(reactor) {
            let pty = try await PTYPair(on: reactor)
            let port = try await SerialPort.open(pty.path, settings: .init(lowLatency: false), on: reactor)
            #expect(await port.errorsCounted == counted)
            await port.close()
            #expect(await port.errorsCounted == nil)
        }
    }

    @Test func onlyWhatIsNewIsTold() {
        let before = LineErrors(overruns: .max, framing: 4, parity: 2, breaks: 6)
        let now = LineErrors(overruns: 1, bufferOverruns: 3, framing: 5, parity: 2, breaks: 7)
        #expect(now.since(before) == LineErrors(overruns: 2, bufferOverruns: 3, framing: 1, breaks: 1))
        #expect("\(now.since(before))" == "2 overruns, 3 buffer overruns, 1 break, 1 framing error")
        #expect("\(LineErrors(parity: 1))" == "1 parity error")
        #expect(before.since(before).isEmpty && !now.isEmpty)
        #expect(now.hasLostBytes && !LineErrors(framing: 1, parity: 1).hasLostBytes)
    }
}
