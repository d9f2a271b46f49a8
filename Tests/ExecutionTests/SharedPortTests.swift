import Foundation
import RigModel
import Support
import Testing

@testable import Execution

/// A port that another program has open too, though nothing forbids it.
@Suite(.timeLimit(.minutes(1))) struct SharedPortTests {
    /// A program that had the line open before us, when nothing forbade it; once it is called sleep it has.
    private func holder(of paths: [String], _ bench: Bench) async throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", paths.enumerated().map { "exec \($0 + 3)<\($1); " }.joined() + "exec sleep 60"]
        try process.run()
        let name = "/proc/\(process.processIdentifier)/comm"
        _ = try await bench.wait(for: "the other program") {
            (try? String(contentsOfFile: name, encoding: .utf8)) == "sleep\n" ? true : nil
        }
        return process
    }

    private func warnings(_ bench: Bench, of id: ExecutionID) -> [String] {
        bench.spine.events.compactMap { event in
            guard case .logLine(let line) = event, line.execution == id, line.severity == .warning else { return nil }
            return line.content.text
        }
    }

    @Test("complaint 23: a run that passes tells who else has its port open, at every run until that program has ended")
    func aRunThatPassesTellsWhoElseHasThePortOpen() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS", timeout: .seconds(10))], stop: [])])
        let other = try await holder(of: [bench.ptys[0].path], bench)
        // Who runs the tests may have made them deaf to milder signals, and so their children.
        defer { kill(other.processIdentifier, SIGKILL) }
        let (ids, _) = try await bench.play(["MEAS": "OK\r\n"]) { _, _ in
            // Where the machine is too busy for the look, the next run takes it.
            func runUntilWarned() async throws -> ExecutionID {
                while true {
                    let id = try await bench.start()[0].id
                    #expect(try await bench.result(id).verdict == .pass)
                    if !warnings(bench, of: id).isEmpty { return id }
                }
            }
            let warned = [try await runUntilWarned(), try await runUntilWarned()]
            kill(other.processIdentifier, SIGKILL)
            // Whoever has ended has no files any more, though nobody may have asked for its status yet.
            let held = "/proc/\(other.processIdentifier)/fd/3"
            _ = try await bench.wait(for: "its end") { FileManager.default.fileExists(atPath: held) ? nil : true }
            let last = try await bench.start()[0].id
            #expect(try await bench.result(last).verdict == .pass)
            return warned + [last]
        }
        for id in ids.prefix(2) {
            let said = try #require(warnings(bench, of: id).first)
            #expect(
                said.hasPrefix("sleep (pid \(other.processIdentifier)) has port FT0-A (\(bench.ptys[0].path)) open too")
            )
        }
        #expect(warnings(bench, of: ids[2]) == [])
        // The look is over before the run is: its log is whole.
        for id in ids {
            let own = bench.spine.events.filter { event in
                switch event {
                case .logLine(let line): line.execution == id
                case .executionCompleted(let result): result.request.id == id
                default: false
                }
            }
            guard case .executionCompleted? = own.last else {
                Issue.record("something is told of \(id) after its end")
                return
            }
        }
    }

    @Test func runsThatBeginTogetherAreAllWarned() async throws {
        let names = ["a", "b", "c", "d", "e"]
        let bench = try await Bench(
            names.map { .demo($0, test: [.command("MEAS", timeout: .seconds(10))], stop: []) })
        let other = try await holder(of: bench.ptys.map(\.path), bench)
        defer { kill(other.processIdentifier, SIGKILL) }
        _ = try await bench.play(["MEAS": "OK\r\n"]) { _, _ in
            var unwarned = Set(bench.units.map(\.ports[0].id))
            while !unwarned.isEmpty {
                for request in try await bench.start() {
                    _ = try await bench.result(request.id)
                    let said = warnings(bench, of: request.id)
                    unwarned = unwarned.filter { port in !said.contains { $0.contains("has port \(port) (") } }
                }
            }
        }
    }

    @Test func aPortIsLookedAtOnceForEachPluggingInAndAgainAfterAWhile() {
        func port(_ id: PortID, incarnation: Int = 1) -> DiscoveredPort {
            DiscoveredPort(
                id: id, board: "FT0", channel: .a, vendorID: "0403", productID: "6011", serial: "FT0", product: "demo",
                chip: .ft4232h, devicePath: "/dev/ttyUSB0", usbPath: "1-1", incarnation: incarnation, degraded: nil)
        }
        let now = ContinuousClock.now
        var unshared = UnsharedPorts()
        let both = [port("FT0-A"), port("FT0-B")]
        #expect(unshared.due(both, at: now) == both)
        unshared.add([both[0]], at: now)
        // Somebody was found in the other.
        #expect(unshared.due(both, at: now + .seconds(1)) == [both[1]])
        #expect(unshared.due([both[0]], at: now + UnsharedPorts.term - .seconds(1)).isEmpty)
        #expect(unshared.due([both[0]], at: now + UnsharedPorts.term) == [both[0]])
        let again = port("FT0-A", incarnation: 2)
        #expect(unshared.due([again], at: now + .seconds(1)) == [again])
    }
}
