import APIClient
import BoardModel
import Foundation
import RigModel
import Support
import Testing
import World

/// What the service makes of faults of the machine that the boards are plugged into, while runs are under way.
@Suite(.timeLimit(.minutes(3))) struct HostFaultStationTests {
    static let kinds: Set<String> = ["hub_pull", "netlink_overflow"]

    @Test("every kind of fault that there is in a world is tried on the service") func noneIsLeftOut() {
        let kinds = FaultCatalogue.entries.filter { $0.transports.contains(.world) }.map(\.name)
        #expect(
            WireFaultStationTests.kinds.union(ReplugFaultStationTests.kinds).union(Self.kinds) == Set(kinds))
    }

    @Test func aHubThatGoesTakesItsRunsWithItAndNoOthers() async throws {
        var setup = StationRig.Setup()
        setup.bench = "slow"
        setup.limit = 100
        let outcome = try await StationRig.with(setup) { rig in
            try await rig.ports()
            // On a busy computer the first runs were over before the last one is in its test, if steps took no longer.
            for board in ["left", "right"] {
                try rig.fault(board, "late_answer", ["on": "^(MEAS|TE|ADC|CRC|RSSI|RELAY)", "delay": "400ms"])
            }
            let position = try await rig.client.snapshot().position
            let ids = try await rig.startAll()
            _ = try await rig.events(after: position, until: .inTest(Set(ids)))
            try rig.fault("left", "hub_pull", ["after": "1s"])
            _ = try await rig.events(after: position, until: .completed(Set(ids)))
            for id in ids {
                let run = try await rig.client.execution(id)
                let place = "\(run.bibId) \(run.uutId): \(run.result?.explanation ?? "")"
                let stop = run.steps.filter { $0.phase == .stop }
                #expect(stop.count == 2, "\(place)")
                if run.bibId == "sensor_node" {
                    // In sockets of their own.
                    #expect(run.result?.verdict == .pass, "\(place)")
                    #expect(stop.map(\.step) == ["leave", "sleep"] && stop.allSatisfy { $0.verdict == .pass })
                } else {
                    #expect(run.result?.verdict == .error, "\(place)")
                    #expect(run.result?.explanation.contains("unplugged") == true, "\(place)")
                    #expect(stop.map(\.step) == ["power_off", "bye"] && stop.allSatisfy { $0.verdict == .error })
                }
            }
            // All that was on it is back, under its own name.
            let ports = try await rig.ports().ports
            #expect(ports.allSatisfy { $0.incarnation == ($0.usbPath.hasPrefix("1-2.") ? 2 : 1) && $0.degraded == nil })
            #expect(ports.count { $0.incarnation == 2 } == 10)
            _ = try rig.boards.ask(ControlRequest(verb: .clear, board: "left"))
            for uut in ["production_uut", "backup_uut"] {
                #expect(try await rig.run("client_demo", uut).result?.verdict == .pass)
            }
        }
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// While the service is held back its runs' boards go and come, and Linux drops the news of that.
    @Test func newsThatAreDroppedDuringARunAreMadeUpFor() async throws {
        var setup = StationRig.Setup()
        setup.limit = 100
        try await StationRig.with(setup) { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            try rig.fault("left", "late_answer", ["delay": "10s", "on": "^TEST$", "for": "1"])
            let ids = try await rig.start("client_demo", "production_uut")
            _ = try await rig.events(after: position, until: .inTest(Set(ids)))
            let service = try #require(rig.service.pid)
            #expect(rig.service.signal(SIGSTOP))
            do {
                defer { rig.service.signal(SIGCONT) }
                #expect(try UdevBacklog(of: service).dropped == 0)
                try rig.fault("s1", "netlink_overflow", [:])
                try await eventually("Linux drops what there is no room for") {
                    try UdevBacklog(of: service).dropped > 0
                }
                // Has its turn behind what is under way.
                _ = try rig.boards.ask(ControlRequest(verb: .udev, kind: "tell"))
                let before = try UdevBacklog(of: service)
                _ = try rig.boards.ask(ControlRequest(verb: .replug, board: "s2", tty: "ttyUSB50"))
                let after = try UdevBacklog(of: service)
                #expect(after.dropped > before.dropped && after.waiting == before.waiting, "nothing of it is told")
            }
            _ = try await eventually("the service has noticed") {
                rig.folder.text(of: "state/logs/service.log").contains("Linux dropped some of it") ? true : nil
            }
            _ = try await rig.events(after: position, until: .completed(Set(ids)))
            // It has nothing to do with the board that runs.
            let run = try await rig.client.execution(ids[0])
            #expect(run.result?.verdict == .pass, "\(run.result?.explanation ?? "")")
            let moved = try await rig.port("FT7SENS2-A") { $0.portName == "/dev/ttyUSB50" && $0.status == .available }
            #expect(moved.incarnation == 2)
            #expect(try await rig.run("sensor_node", "node@FT7SENS2").result?.verdict == .pass)
        }
    }
}
