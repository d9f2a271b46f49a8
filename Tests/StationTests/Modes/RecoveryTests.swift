import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

@Suite(.timeLimit(.minutes(3))) struct RecoveryTests {
    /// A panel whose plan asks for recovery.
    private static func prepare(_ folder: RigFolder, _ setup: inout StationRig.Setup) throws {
        setup.plans = "\(folder.path)/plans"
        let text = try String(
            contentsOfFile: "\(RigFolder.fixtures)/bibs/production_test_v2.yaml", encoding: .utf8)
        try folder.write(
            text.replacing("boards: one\n", with: "boards: one\nrecovery: stop\n"), to: "plans/production_test_v2.yaml")
    }

    /// - Returns: how things were before, and a run that is in TEST now.
    private func runInTest(_ rig: StationRig) async throws -> (before: API.Snapshot, run: ExecutionID) {
        let before = try await rig.client.snapshot()
        let run = try await rig.start("production_test_v2", "slot1")[0]
        _ = try await rig.events(after: before.position, until: .inTest([run]))
        return (before, run)
    }

    /// The serial number that the board counts up with each farewell.
    private func serial(_ run: API.ExecutionDetails) -> String? { run.result?.unitSerial }

    @Test("complaint 18: after a crash STOP is sent once, before anybody else gets the ports")
    func stopComesFirstAfterACrash() async throws {
        let twice = StationRig.Setup(bench: "slow", script: "$SERVE; exec $SERVE")
        try await StationRig.with(twice, prepare: Self.prepare) { rig in
            try await rig.ports()
            let (before, cut) = try await runInTest(rig)
            #expect(rig.service.signal(SIGKILL))
            try await rig.back(after: before.status.epoch)

            // The next order comes as early as it can.
            let next = try await eventually("an order is taken") {
                try? await rig.start("production_test_v2", "slot1").first
            }
            let run = try await eventually("it has ended") {
                let run = try await rig.client.execution(next)
                return run.result == nil ? nil : run
            }
            let recoveries = try await rig.client.executions().recent.filter { $0.origin == "recovery" }
            #expect(recoveries.map(\.recovers) == [cut])
            let recovery = try #require(recoveries.first)
            #expect(recovery.verdict == .pass)
            #expect(recovery.endTime <= run.result?.startTime ?? "")
            let steps = try await rig.client.execution(recovery.executionId).steps
            #expect(steps.allSatisfy { $0.phase == .stop })
            #expect(steps.map(\.step).last == "bye")
            // Each farewell brings in the next panel: there was exactly one between the two runs.
            #expect(run.result?.verdict == .pass)
            #expect(serial(run) == "PTA00002")
            let log = rig.folder.text(of: "state/logs/service.log")
            #expect(log.contains("recovery"))
        }
    }

    @Test func aBoardThatIsAwayIsWaitedForAndToldOf() async throws {
        let twice = StationRig.Setup(bench: "slow", script: "$SERVE; exec $SERVE")
        try await StationRig.with(twice, prepare: Self.prepare) { rig in
            try await rig.ports()
            let (before, cut) = try await runInTest(rig)
            #expect(rig.service.signal(SIGKILL))
            _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "right"))
            try await rig.back(after: before.status.epoch)
            let reason = try await eventually("it is told") {
                try await rig.client.status().reasons.first { $0.contains("was left in the middle of run \(cut)") }
            }
            #expect(reason.contains("FT7DEMO2"))
            _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "right"))
            let recovery = try await eventually("the recovery has ended") {
                try await rig.client.executions().recent.first { $0.recovers == cut }
            }
            #expect(recovery.verdict == .pass)
            #expect(try await rig.client.status().reasons.allSatisfy { !$0.contains("was left in the middle") })
        }
    }

    private func line(of run: ExecutionID, _ rig: StationRig) async throws -> PortID {
        let active = try await rig.client.executions().active.first { $0.executionId == run }
        return try #require(active?.ports.first)
    }

    /// A service that is killed in the middle of a run, and comes back while somebody else has the unit's line.
    private static let held = """
        $SERVE
        flock "$(cat $FOLDER/tty)" /bin/sh -c 'touch $FOLDER/held; while [ ! -e $FOLDER/free ]; do sleep 0.05; done' &
        while [ ! -e $FOLDER/held ]; do sleep 0.02; done
        exec $SERVE
        """

    @Test func aRecoveryThatFindsTheLineBusyIsTriedAgainAndALeaseOfBeforeWaitsForIt() async throws {
        let setup = StationRig.Setup(bench: "slow", script: Self.held)
        try await StationRig.with(setup, prepare: Self.prepare) { rig in
            let ports = try await rig.ports().ports
            let (before, cut) = try await runInTest(rig)
            let line = try await line(of: cut, rig)
            try rig.folder.write(ports.first { $0.id == line }?.portName ?? "", to: "tty")
            // Somebody waits for the port, and is told of in the store.
            let lease = try await rig.client.takeLease(API.TakeLease(ports: [line], for: "ann", reason: "probe"))
            #expect(lease.waitingFor == [line.rawValue])
            // An order is answered only when all before it is in the store.
            _ = try await rig.start("production_test_v2", "slot2")
            #expect(rig.service.signal(SIGKILL))
            try await rig.back(after: before.status.epoch)

            // Whose line could not be had is free for a person, who may mend it; she has it before the next attempt.
            _ = try await eventually("the lease is held") {
                try await rig.client.lease(lease.id).state == .held ? true : nil
            }
            try await rig.client.endLease(lease.id)
            let failed = try await eventually("two attempts have failed") {
                let failed = try await rig.client.executions().recent.filter { $0.recovers == cut }
                return failed.count >= 2 ? failed : nil
            }
            #expect(failed.allSatisfy { $0.verdict == .error && $0.explanation.contains("is held by") })
            let danger = "the unit may still be powered"
            for recovery in failed {
                #expect(recovery.explanation.contains("; STOP could not be sent"), "\(recovery.explanation)")
                #expect(recovery.explanation.hasSuffix(danger), "\(recovery.explanation)")
            }
            let interrupted = try #require(try await rig.client.executions().recent.first { $0.executionId == cut })
            #expect(interrupted.explanation.hasSuffix("; its STOP was not seen to its end: \(danger)"))
            let told = try await eventually("it is told") {
                try await rig.client.status().reasons.first { $0.contains("was left in the middle of run \(cut)") }
            }
            #expect(told.contains("its recovery has failed") && told.contains(danger), "\(told)")
            #expect(rig.folder.text(of: "state/logs/service.log").contains("tried again in"))
            try rig.folder.write("", to: "free")
            let recovery = try await eventually("the recovery has passed") {
                try await rig.client.executions().recent.first { $0.recovers == cut && $0.verdict == .pass }
            }
            #expect((recovery.startTime ?? "") > failed[0].endTime)
            _ = try await eventually("all is well") {
                let reasons = try await rig.client.status().reasons
                return reasons.contains { $0.contains("was left in the middle") } ? nil : true
            }
        }
    }

    @Test func aLeaseThatOutlivesTheCrashWaitsForTheRecovery() async throws {
        let twice = StationRig.Setup(bench: "slow", script: "$SERVE; exec $SERVE")
        try await StationRig.with(twice, prepare: Self.prepare) { rig in
            try await rig.ports()
            let (before, cut) = try await runInTest(rig)
            let line = try await line(of: cut, rig)
            let lease = try await rig.client.takeLease(API.TakeLease(ports: [line], for: "ann", reason: "probe"))
            _ = try await rig.start("production_test_v2", "slot2")
            #expect(rig.service.signal(SIGKILL))
            try await rig.back(after: before.status.epoch)
            let held = try await eventually("the lease is held") {
                let now = try await rig.client.lease(lease.id)
                return now.state == .held ? now : nil
            }
            // Its ports are given on when its lines are closed, and its end is stored with the next group of events.
            let recovery = try await eventually("the recovery is stored") {
                try await rig.client.executions().recent.first { $0.recovers == cut }
            }
            #expect(recovery.verdict == .pass)
            #expect(recovery.endTime <= held.heldSince ?? "")
        }
    }
}
