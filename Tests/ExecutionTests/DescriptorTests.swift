import Execution
import Foundation
import PortPool
import RigModel
import SerialIO
import Support
import Testing

/// Descriptors that point to a bench's lines; those of other tests in this process do not count.
private func descriptors(of bench: Bench) -> Int {
    let paths = Set(bench.ptys.map(\.path))
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return entries.count { entry in
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(entry)") else {
            return false
        }
        return paths.contains(target)
    }
}

@Suite(.timeLimit(.minutes(1))) struct DescriptorTests {
    @Test("D7: after any number of runs, good or bad, no line is open") func d7() async throws {
        var flaky = StepPlan.command("MEAS", timeout: .seconds(4))
        flaky.noMatchAfter = 1
        flaky.levels.critical = [PatternText("SMOKE")]
        let bench = try await Bench([.demo(ports: [("ctl", .a), ("aux", .b)], test: [flaky])])
        let verdicts = try await bench.run {
            var verdicts: Set<Verdict> = []
            for answer in ["OK", "NO", "SMOKE", "", "OK", "abort", "revoke", "OK"] {
                let id = try await bench.start()[0].id
                #expect(try await bench.ptys[0].readLine() == "MEAS")
                #expect(descriptors(of: bench) == 2)
                switch answer {
                case "abort": try await bench.engine.abort(id, reason: "")
                case "revoke": await bench.pool.revoke(id, reason: "test")
                case "": break
                default: try await bench.ptys[0].write("\(answer)\r\n")
                }
                if answer != "revoke" {
                    #expect(try await bench.ptys[0].readLine() == "BYE")
                    try await bench.ptys[0].write("OK\r\n")
                }
                verdicts.insert(try await bench.result(id).verdict)
                #expect(descriptors(of: bench) == 0, "after \(answer)")
            }
            return verdicts
        }
        #expect(verdicts == [.pass, .fail, .critical, .timeout, .aborted])
    }

    @Test("D7: a run that cannot open all its lines closes those it has") func d7Opening() async throws {
        let bench = try await Bench([.demo(ports: [("ctl", .a), ("aux", .b)], test: [.command("MEAS")])])
        let result = try await bench.run {
            let holder = try await SerialPort.open(bench.ptys[1].path, on: bench.reactor)
            let result = try await bench.result(try await bench.start()[0].id)
            #expect(descriptors(of: bench) == 1)
            await holder.close()
            #expect(descriptors(of: bench) == 0)
            return result
        }
        #expect(result.verdict == .error)
    }
}
