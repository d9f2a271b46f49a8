import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

/// Leases of persons and programs on a whole station.
@Suite(.timeLimit(.minutes(3))) struct LeaseTests {
    private static let port: PortID = "FT7SENS1-A"
    private static let unit = "node@FT7SENS1"
    private static let order = API.TakeLease(ports: [port], for: "ann", reason: "loose wire")

    @Test func aReservedPortIsShownAndARunWaitsUntilItIsGivenBack() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            let lease = try await rig.client.takeLease(Self.order)
            #expect(lease.state == .held)
            let port = try await rig.port(Self.port) { $0.status == .reserved }
            #expect(port.leaseId == lease.id && port.leaseOwner == "ann" && port.executionId == nil)
            #expect(try await rig.client.ports().reserved == 1)

            let run = try await rig.start("sensor_node", Self.unit)[0]
            let queued = try await eventually("the run is queued") { try await rig.client.executions().queued.first }
            #expect(queued.executionId == run)
            #expect(queued.waitingFor == [Self.port.rawValue])
            #expect(try await rig.client.snapshot().leases.map(\.id) == [lease.id])

            // Somebody else takes it from her; she learns why.
            let ended = try await rig.client.endLease(lease.id, reason: "needed for production")
            #expect(ended.endReason == "it was ended: needed for production")
            _ = try await rig.events(after: position, until: .completed([run]))
            #expect(try await rig.client.execution(run).result?.verdict == .pass)
            let error = await #expect(throws: APIClientError.self) { try await rig.client.keepLease(lease.id) }
            guard case .problem(let problem)? = error else { return }
            #expect(problem.status == 409)
            #expect(problem.detail == "lease '\(lease.id)' has ended: it was ended: needed for production")
        }
    }

    @Test("complaint 27: a lease on a port that is unplugged ends and says so, and nobody inherits it")
    func anUnpluggedPortEndsItsLease() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let lease = try await rig.client.takeLease(Self.order)
            _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "s1"))
            let port = try await rig.port(Self.port) { $0.status == .offline }
            #expect(port.leaseId == nil)
            let ended = try await rig.client.lease(lease.id)
            #expect(ended.state == .ended && ended.endReason == "port \(Self.port) was unplugged")
            _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "s1"))
            let back = try await rig.port(Self.port) { $0.status == .available }
            #expect(back.leaseId == nil && back.incarnation == 2)
        }
    }

    @Test("complaint 1: a client that is killed loses its ports, and the reason is kept")
    func aKilledClientLosesItsPorts() async throws {
        let setup = StationRig.Setup(script: "exec $SERVE --config $FOLDER/rig.yaml")
        try await StationRig.with(setup) { folder, _ in
            try folder.write("version: 1\nleases: { heartbeat: 5s }\n", to: "rig.yaml")
        } _: { rig in
            try await rig.ports()
            // Killed when the file is there; nobody gives anything back then.
            let script = """
                $PORTPOOL leases take \(Self.port) --for ci --reason burn-in --address unix:$SOCKET & taker=$!
                while [ ! -e $FOLDER/enough ]; do sleep 0.05; done; kill -KILL $taker
                """
            async let client = BuiltProgram(path: "/bin/sh").run(
                ["-c", script],
                environment: [
                    "PORTPOOL": BuiltProgram("portpool").path, "SOCKET": rig.socket, "FOLDER": rig.folder.path,
                    "PATH": "/usr/bin:/bin",
                ], slots: nil)
            let taken = try await eventually("the port is taken") { try await rig.client.leases().leases.first }
            #expect(taken.owner == "ci" && taken.heartbeatMs == 5_000)
            // Its heartbeats keep it for longer than one of them lasts.
            let began = ContinuousClock.now
            _ = try await eventually("a heartbeat's time and more has passed") {
                try await rig.client.lease(taken.id).state == .held && began.duration(to: .now) > .seconds(6)
                    ? true : nil
            }
            try rig.folder.write("", to: "enough")
            _ = try await client
            _ = try await rig.port(Self.port) { $0.status == .available }
            let ended = try await rig.client.lease(taken.id)
            #expect(ended.endReason == "no heartbeat came for 5.0 seconds")
        }
    }

    @Test func leasesAndTheQueueSurviveADeathOfTheService() async throws {
        let twice = StationRig.Setup(script: "$SERVE; exec $SERVE")
        try await StationRig.with(twice) { rig in
            try await rig.ports()
            let held = try await rig.client.takeLease(Self.order)
            let waiting = try await rig.client.takeLease(
                API.TakeLease(ports: [Self.port, "FT7SENS2-A"], for: "ci", reason: "burn-in", resources: ["dmm"]))
            #expect(waiting.waitingFor == [Self.port.rawValue])
            // The store has both: a later event is told only after they are in it.
            let position = try await rig.client.snapshot().position
            let run = try await rig.start("production_test_v2", "slot1")
            _ = try await rig.events(after: position, until: .completed(Set(run)))
            let epoch = try await rig.client.status().epoch
            #expect(rig.service.signal(SIGKILL))
            try await rig.back(after: epoch)

            _ = try await rig.port(Self.port) { $0.status == .reserved }
            let again = try await rig.client.lease(held.id)
            #expect(again == held, "since when and until when have not changed")
            #expect(try await rig.client.keepLease(held.id).state == .held)
            _ = try await rig.port("FT7SENS2-A") { $0.status == .available }
            let still = try await rig.client.lease(waiting.id)
            #expect(still.waitingFor == [Self.port.rawValue] && still.deadline == waiting.deadline)
            try await rig.client.endLease(held.id)
            #expect(try await rig.client.lease(waiting.id).state == .held)
            try await rig.client.endLease(waiting.id)
            try await rig.ports()
        }
    }

    @Test func aLeaseWhosePortDoesNotComeBackAfterARestartEnds() async throws {
        let setup = StationRig.Setup(
            script: "$SERVE --config $FOLDER/rig.yaml; exec $SERVE --config $FOLDER/rig.yaml")
        try await StationRig.with(setup) { folder, _ in
            try folder.write("version: 1\nleases: { reappear: 1s }\n", to: "rig.yaml")
        } _: { rig in
            try await rig.ports()
            let lease = try await rig.client.takeLease(
                API.TakeLease(ports: [Self.port, "FT7SENS2-A"], for: "ann", reason: "loose wire"))
            let epoch = try await rig.client.status().epoch
            #expect(rig.service.signal(SIGTERM))
            _ = try await eventually("the first service is gone") {
                (try? await rig.client.status().epoch) == epoch ? nil : true
            }
            _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "s1"))
            try await rig.back(after: epoch)
            let ended = try await eventually("the lease ends") {
                let lease = try await rig.client.lease(lease.id)
                return lease.state == .ended ? lease : nil
            }
            // Whether the first enumeration still saw the board or not.
            let reasons = [
                "port \(Self.port) was not plugged in again within 1.0 seconds of the restart",
                "port \(Self.port) was unplugged",
            ]
            #expect(reasons.contains(ended.endReason ?? ""))
            _ = try await rig.port("FT7SENS2-A") { $0.status == .available }
        }
    }

    @Test("complaint 2: when a run's lease is over, no byte of it reaches the board any more")
    func aRunWhoseTimeIsOverIsFencedOnTheWire() async throws {
        let setup = StationRig.Setup(bench: "counting", script: "exec $SERVE --config $FOLDER/rig.yaml")
        let outcome = try await StationRig.with(setup) { folder, setup in
            try folder.write("version: 1\nleases: { longest_run: 2s }\n", to: "rig.yaml")
            try folder.write(Self.countingPlan, to: "bibs/counting.yaml")
            setup.plans = "\(folder.path)/bibs"
        } _: { rig in
            try await rig.ports(available: 1)
            let first = try await rig.run("counting", "unit")
            let result = try #require(first.result)
            #expect(result.explanation.contains("the lease ran out"))
            #expect([.error, .aborted].contains(result.verdict))
            let sent = first.steps.filter { $0.step == "tick" }.flatMap(\.attempts).count { !$0.sent.isEmpty }
            #expect(sent > 0)
            // The board itself says what has reached it: of STOP nothing, and of TEST what is recorded.
            let second = try await rig.run("counting", "unit")
            let count = try #require(second.steps.first { $0.step == "count" }?.captures["n"].flatMap(Int.init))
            // The last command may have been thrown away with the line.
            #expect((sent - 1...sent).contains(count))
            _ = try await rig.port("FT7COUNT-A") { $0.status == .available }
        }
        #expect(outcome.status == 0)
    }

    private static let countingPlan = """
        version: 1
        bib: counting
        match: { product: "counter" }
        uuts:
          - id: unit
            ports: { uart: { channel: A, baud: 115200, eol: lf } }
            start: [ { id: count, send: "COUNT?", expect: '^N=(?<n>[0-9]+)$' } ]
            test:
              loop: { times: 300 }
              steps: [ { id: tick, send: "TICK", expect: '^TOCK$' } ]
            stop: [ { id: bye, send: "BYE", expect: '^ERR$' } ]
        """

    @Test func aPortThatFlapsIsKeptOutAndComesBackThroughAHealthCheck() async throws {
        let setup = StationRig.Setup(script: "exec $SERVE --config $FOLDER/rig.yaml")
        try await StationRig.with(setup) { folder, _ in
            try folder.write("version: 1\nquarantine: { flaps: 3, within: 60s, check: 500ms }\n", to: "rig.yaml")
        } _: { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            for incarnation in 2...4 {
                _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "s1"))
                _ = try await rig.port(Self.port) { $0.status == .offline }
                _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "s1"))
                _ = try await rig.port(Self.port) { $0.incarnation == incarnation }
            }
            let back = try await rig.port(Self.port) { $0.status == .available }
            #expect(back.lastError == nil)
            let end = try #require(EventPosition(try await rig.client.snapshot().position))
            let record = try await rig.events(after: position, until: .position(end))
            let ports = try record.events.filter { $0.name == "PortStatusChanged" }
                .map { try APIClient.decode(API.Port.self, $0) }.filter { $0.id == Self.port }
            let kept = try #require(ports.first { $0.status == .quarantined })
            #expect(kept.lastError == "it came and went 3 times within 60.0 seconds")
            #expect(kept.incarnation == 4)
            #expect(ports.last?.status == .available)
            #expect(try await rig.run("sensor_node", Self.unit).result?.verdict == .pass)
        }
    }

    @Test func whatAPersonTookOutOfUseIsSoAfterADeathOfTheServiceUntilItIsReleased() async throws {
        let thrice = StationRig.Setup(script: "$SERVE; $SERVE; exec $SERVE")
        try await StationRig.with(thrice) { rig in
            try await rig.ports()
            _ = try await rig.client.quarantine(Self.port, reason: "bent pin")
            // The store has it: a later event is told only after it is in it.
            #expect(try await rig.run("production_test_v2", "slot1").result?.verdict == .pass)
            let epoch = try await rig.client.status().epoch
            #expect(rig.service.signal(SIGKILL))
            try await rig.back(after: epoch)
            let port = try await rig.port(Self.port) { $0.status != .offline }
            #expect(port.status == .quarantined && port.lastError == "bent pin")
            #expect(try await rig.run("sensor_node", Self.unit).result?.verdict == .error)
            _ = try await rig.client.release(Self.port)
            _ = try await rig.port(Self.port) { $0.status == .available }
            try await rig.restart()
            try await rig.ports()
        }
    }

    @Test func theCommandLineQuarantinesReleasesAndEndsLeases() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let address = ["--address", "unix:\(rig.socket)"]
            let portpool = try BuiltProgram("portpool")
            let out = try await portpool.run(
                ["quarantine", Self.port.rawValue, "--reason", "bent pin"] + address, slots: nil)
            #expect(out.status == 0, "\(out.errors)")
            let port = try await rig.port(Self.port) { $0.status == .quarantined }
            #expect(port.lastError == "bent pin")
            let refused = try await rig.run("sensor_node", Self.unit)
            #expect(refused.result?.verdict == .error)
            #expect(refused.result?.explanation.contains("portpool release \(Self.port)") == true)
            #expect(try await portpool.run(["release", Self.port.rawValue] + address, slots: nil).status == 0)
            _ = try await rig.port(Self.port) { $0.status == .available }
            let unknown = try await portpool.run(["release", "FT7NONE-A"] + address, slots: nil)
            #expect(unknown.status == 64 && unknown.errors.contains("FT7NONE-A"))
            let slip = try await portpool.run(["quarantine", "FT7SENS1-B"] + address, slots: nil)
            #expect(slip.status == 64)
            #expect(slip.errors.contains("no port has the id 'FT7SENS1-B'"), "\(slip.errors)")
            #expect(slip.errors.contains("did you mean 'FT7SENS1-A'?"), "\(slip.errors)")
            let blank = try await portpool.run(
                ["quarantine", Self.port.rawValue, "--reason", ""] + address, slots: nil)
            #expect(blank.status == 64)
            #expect(blank.errors.contains("'reason' must be one line of 1 to 200 characters"), "\(blank.errors)")

            let lease = try await rig.client.takeLease(Self.order)
            let list = try await portpool.run(["leases"] + address, slots: nil)
            #expect(list.output.contains(lease.id.rawValue) && list.output.contains("loose wire"))
            let end = try await portpool.run(
                ["leases", "end", lease.id.rawValue, "--reason", "enough"] + address, slots: nil)
            #expect(end.status == 0 && end.output.contains("enough"))
            #expect(try await rig.client.leases().leases.isEmpty)
            let again = try await portpool.run(["leases", "end", lease.id.rawValue] + address, slots: nil)
            #expect(again.status == 2 && again.errors.contains("has ended"))
        }
    }
}
