import BoardModel
import ChipBoard
import Dispatch
import FTDIChip
import Foundation
import Glibc
import PTYBoard
import SerialIO
import Testing
import USBLink

/// A board behind its chip, asked over a socket as a kernel would.
@Suite(.timeLimit(.minutes(2))) struct ChipBoardTests {
    private static let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/vm/boards").path()

    /// - Parameter body: on a thread of its own, as the host blocks.
    private func plugged<Result: Sendable>(
        faults: [String] = [], _ body: @escaping @Sendable (FakeHost) -> Result
    ) async throws -> (Result, ChipBoard) {
        let reactor = try Reactor(name: "chips")
        defer { reactor.shutdown() }
        let script = try BoardFile.load("\(Self.scripts)/vm_single.yaml")
        let board = try ChipBoard(script: script, id: "board", serial: "FT1", seed: 1, reactor: reactor)
        for fault in faults { await board.arm(try Fault(argument: fault)) }
        var pair: [Int32] = [-1, -1]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        #expect(fcntl(pair[0], F_SETFL, O_NONBLOCK) == 0)
        let (mine, theirs) = (pair[0], pair[1])
        // Ends with the reactor.
        let running = Task { try await board.run() }
        try await board.plug(into: Descriptor(owning: mine)) { _ in USBIPSession() }
        let result = await withCheckedContinuation { continuation in
            DispatchQueue(label: "host").async { continuation.resume(returning: body(FakeHost(theirs))) }
        }
        await board.unplug()
        running.cancel()
        return (result, board)
    }

    @Test func everyCommandIsAnswered() async throws {
        let (answers, board) = try await plugged { host in
            host.open()
            return (0..<200).map { _ in
                host.write("HELLO\n")
                return host.line()
            }
        }
        #expect(answers.count { $0 == "READY\n" } == 200)
        let latency = await board.settings.last?.settings.latency
        #expect(latency == 1)
    }

    @Test func aPlugPulledInTheMiddleOfAnAnswerLeavesItsFirstHalf() async throws {
        let (answers, board) = try await plugged(faults: ["unplug:on=^MEAS,at=mid_reply"]) { host in
            host.open()
            host.write("HELLO\n")
            let first = host.line()
            host.write("MEAS\n")
            return [first, host.line()]
        }
        #expect(answers == ["READY\n", "V=3"])
        var requests = board.requests.makeAsyncIterator()
        #expect(await requests.next() == .unplugged)
        #expect(await !board.isPlugged)
    }

    @Test func aByteWithAnErrorArrivesAsAnother() async throws {
        let (answer, _) = try await plugged(faults: ["framing:on=^HELLO,for=1"]) { host in
            host.open()
            host.write("HELLO\n")
            let first = host.line()
            host.write("HELLO\n")
            return [first, host.line()]
        }
        #expect(answer[0] != "READY\n" && answer[0].hasSuffix("EADY\n"))
        #expect(answer[1] == "READY\n")
    }
}
