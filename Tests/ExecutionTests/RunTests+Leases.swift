@testable import Execution
import PortPool
import RigModel
import SerialIO
import Support
import Testing

/// What becomes of runs whose ports are wanted, held or lost.
extension RunTests {
    @Test func aPortHeldByAnotherProgramIsAnErrorThatNamesIt() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")])])
        let path = bench.ptys[0].path
        let reactor = bench.reactor
        let result = try await bench.run {
            let holder = try await SerialPort.open(path, on: reactor)
            let id = try await bench.start()[0].id
            let result = try await bench.result(id)
            await holder.close()
            return result
        }
        #expect(result.verdict == .error)
        #expect(result.stepsDone == 0)
        #expect(result.explanation.contains("pid"))
        let last = await bench.pool.ports.first
        #expect(last?.status == .error)
        #expect(last?.lastError?.contains("pid") == true)
    }

    @Test func runsOfOneUnitWaitForEachOther() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")], stop: [])])
        let results = try await bench.run {
            let first = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, [:])
            let second = try await bench.start()[0].id
            try await bench.ptys[0].write("OK\r\n")
            _ = try await bench.ptys[0].answer(1, ["MEAS": "OK\r\n"])
            return [try await bench.result(first), try await bench.result(second)]
        }
        #expect(results.map(\.verdict) == [.pass, .pass])
        let queued = bench.spine.events.compactMap { event -> [String]? in
            if case .executionQueued(_, let waitingFor) = event { waitingFor } else { nil }
        }
        #expect(queued == [[], ["FT0-A"]])
    }

    @Test func aRunThatStillWaitsIsAbortedWithoutABegin() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")], stop: [])])
        let (waiting, first) = try await bench.run {
            let first = try await bench.start()[0].id
            let second = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, [:])
            try await bench.engine.abort(second, reason: "")
            let waiting = try await bench.result(second)
            try await bench.ptys[0].write("OK\r\n")
            return (waiting, try await bench.result(first))
        }
        #expect(waiting.verdict == .aborted)
        #expect(waiting.startedAt == nil)
        #expect(first.verdict == .pass)
    }

    @Test func abortingWhatHasEndedSaysSo() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")], stop: [])])
        try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, ["MEAS": "OK\r\n"])
            _ = try await bench.result(id)
            _ = try await bench.wait(for: "the engine to forget it") { () async -> Bool? in
                do throws(RunRefusal) {
                    try await bench.engine.abort(id, reason: "")
                    return nil
                } catch { return error == .alreadyEnded(id) ? true : nil }
            }
            await #expect(throws: RunRefusal.unknownExecution("nonsense")) {
                try await bench.engine.abort("nonsense", reason: "")
            }
        }
    }

    @Test func aLostPortIsNotWrittenToAgain() async throws {
        let bench = try await Bench([.demo(test: [.command("LONG", timeout: .seconds(60))])])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, [:])
            // udev says that the port is gone though its line has not hung up.
            await bench.pool.vanished("FT0-A")
            let result = try await bench.result(id)
            let rest = await bench.ptys[0].readAll()
            #expect(rest.isEmpty, "no byte of the old run may reach the port after it")
            return result
        }
        #expect(result.verdict == .error)
        #expect(result.explanation.contains("FT0-A was unplugged: plug the adapter in again"))
    }
}
