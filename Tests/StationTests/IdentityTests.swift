import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

/// Who is who, seen from the API and the log of a whole service, on benches that make it hard.
@Suite(.timeLimit(.minutes(3))) struct IdentityTests {
    private func serviceLog(_ rig: StationRig) -> String { rig.folder.text(of: "state/logs/service.log") }

    @Test("complaint 7: boards with one serial number or none are known by their sockets, and it is said everywhere")
    func twins() async throws {
        try await StationRig.with(.init(bench: "twins")) { rig in
            let ports = try await rig.ports(available: 9).ports
            #expect(
                Set(ports.map(\.id)) == [
                    "FT7DEMO1-A", "FT7DEMO1-B", "FT7DEMO1-C", "FT7DEMO1-D", "usb-1-3-A", "usb-1-4-A", "usb-1-5-A",
                    "usb-1-6-A", "usb-1-6-B",
                ])
            let reasons = Dictionary(uniqueKeysWithValues: ports.map { ($0.id, $0.degraded) })
            #expect(reasons["usb-1-3-A"] == "serial number FT7TWIN is also in USB socket 1-4")
            #expect(reasons["usb-1-4-A"] == "serial number FT7TWIN is also in USB socket 1-3")
            #expect(reasons["usb-1-5-A"] == "no serial number")
            #expect(reasons["usb-1-6-B"] == "no serial number")
            #expect(reasons["FT7DEMO1-A"] == .some(nil))
            let log = serviceLog(rig)
            #expect(log.contains("serial number FT7TWIN is on 2 boards, in USB sockets 1-3, 1-4"))
            #expect(log.contains("the board in USB socket 1-5 (0403:6001 'sensor_node') has no usable serial number"))
            // Each is a unit of its own all the same, and the log tree keeps them apart.
            let runs = try await [rig.run("sensor_node", "node@usb-1-4"), rig.run("sensor_node", "node@usb-1-5")]
            #expect(runs.map { $0.result?.verdict } == [.pass, .pass])
            #expect(runs.map(\.boardId) == ["usb-1-4", "usb-1-5"])
            let spare = try #require(try await rig.client.bibs().unusedBoards.first { $0.boardId == "usb-1-6" })
            #expect(spare.serial == nil && spare.stanza?.contains("match:") == true)

            _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "twin1"))
            let restored = try await rig.port("FT7TWIN-A") { $0.status == .available }
            #expect(restored.degraded == nil)
            #expect(restored.usbPath == "1-4")
            #expect(try await rig.run("sensor_node", "node@FT7TWIN").result?.verdict == .pass)
            _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "twin1"))
            let again = try await rig.port("usb-1-4-A") { $0.status == .available }
            #expect(again.degraded == "serial number FT7TWIN is also in USB socket 1-3")
            // It is plugged in still, under another name: nothing stays under the old one.
            let all = try await rig.client.ports()
            #expect(!all.ports.map(\.id).contains("FT7TWIN-A"))
            #expect(all.offline == 0 && all.total == 9)
        }
    }

    @Test("two plans that fit a board are an error on that board that names both, and neither is run")
    func twoPlansFit() async throws {
        let prepare: (RigFolder, inout StationRig.Setup) throws -> Void = { folder, setup in
            setup.plans = "\(folder.path)/plans"
            try folder.copy("bibs/client_demo.yaml", to: "plans/client_demo.yaml")
            try folder.copy("bibs/sensor_node.yaml", to: "plans/sensor_node.yaml")
            let text = try String(contentsOfFile: "\(RigFolder.fixtures)/bibs/sensor_node.yaml", encoding: .utf8)
            try folder.write(
                text.replacing("bib: sensor_node", with: "bib: other_node")
                    .replacing(/match:.*/, with: "match: { vid: \"0403\", pid: \"6001\", serial: '^FT7SENS2' }"),
                to: "plans/other_node.yaml")
        }
        try await StationRig.with(prepare: prepare) { rig in
            let port = try await rig.ports().ports.first { $0.id == "FT7SENS2-A" }
            #expect(port?.matching == "ambiguous")
            #expect(port?.bibId == nil)
            let reason = try #require(port?.matchingReason)
            #expect(reason.contains("other_node") && reason.contains("sensor_node"))
            let board = try #require(try await rig.client.bibs().unusedBoards.first { $0.boardId == "FT7SENS2" })
            #expect(board.matching == "ambiguous" && board.reason == reason && board.stanza == nil)
            #expect(serviceLog(rig).contains("board FT7SENS2: "))
            let refusal = await #expect(throws: APIClientError.self) { try await rig.start("other_node") }
            if case .problem(let problem) = refusal { #expect(problem.status == 409) }
            // The board that only one plan fits is that plan's.
            #expect(try await rig.run("sensor_node", "node@FT7SENS1").result?.verdict == .pass)
            #expect(try await rig.client.executions().recent.allSatisfy { $0.uutId == "node@FT7SENS1" })
        }
    }

    @Test("complaint 14: of sixteen boards that fit a plan for one, the first is run, and all 64 ports are listed")
    func sixteenBoards() async throws {
        try await StationRig.with(.init(bench: "sixty_four")) { rig in
            let ports = try await rig.ports(available: 64)
            let boards = (1...16).map { "FT7QUAD" + String(format: "%02d", $0) }
            #expect(
                ports.ports.map(\.id.rawValue).sorted()
                    == boards.flatMap { board in
                        ["A", "B", "C", "D"].map { "\(board)-\($0)" }
                    })
            #expect(Set(ports.ports.map(\.portName)).count == 64)
            let used = Set(ports.ports.filter { $0.matching == "matched" }.map(\.boardId))
            #expect(used.count == 1)
            let board = try #require(used.first)
            #expect(ports.ports.count { $0.matching == "surplus" } == 60)
            let unused = try await rig.client.bibs().unusedBoards
            #expect(unused.count == 15 && unused.allSatisfy { $0.matching == "surplus" && $0.reason != nil })

            let position = try await rig.client.snapshot().position
            let ids = try await rig.start("production_test_v2")
            _ = try await rig.events(after: position, until: .completed(Set(ids)))
            #expect(ids.count == 4)
            var lines: Set<PortID> = []
            for id in ids {
                let run = try await rig.client.execution(id)
                #expect(run.boardId == board && run.result?.verdict == .pass)
                lines.formUnion(run.result?.ports ?? [])
            }
            #expect(lines == Set(["A", "B", "C", "D"].map { PortID("\(board)-\($0)") }))
        }
    }

    @Test("D8, complaint 5: channels under swapped ttys are run by their channel")
    func swappedChannels() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "left"))
            _ = try await rig.port("FT7DEMO1-A") { $0.status == .offline }
            _ = try rig.boards.ask(
                ControlRequest(verb: .plug, board: "left", tty: "ttyUSB43,ttyUSB42,ttyUSB41,ttyUSB40"))
            try await rig.ports()
            let names = try await rig.client.ports().ports.filter { $0.boardId == "FT7DEMO1" }
            #expect(
                names.map { "\($0.id) \($0.portName) \($0.channel) #\($0.incarnation)" } == [
                    "FT7DEMO1-A /dev/ttyUSB43 A #2", "FT7DEMO1-B /dev/ttyUSB42 B #2",
                    "FT7DEMO1-C /dev/ttyUSB41 C #2", "FT7DEMO1-D /dev/ttyUSB40 D #2",
                ])
            // Each unit's script is on its channel only: a wrong line would not answer so.
            for uut in ["production_uut", "backup_uut"] {
                #expect(try await rig.run("client_demo", uut).result?.verdict == .pass)
            }
        }
    }

    @Test("complaint 25: a service that was too slow for udev finds the truth again, says so, and goes on")
    func overflow() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            #expect(rig.service.signal(SIGSTOP))
            do {
                defer { rig.service.signal(SIGCONT) }
                _ = try rig.boards.ask(ControlRequest(verb: .udev, kind: "flood"))
                _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "left"))
                _ = try rig.boards.ask(ControlRequest(verb: .replug, board: "s2", tty: "ttyUSB50"))
            }
            let moved = try await rig.port("FT7SENS2-A") { $0.portName == "/dev/ttyUSB50" && $0.status == .available }
            #expect(moved.incarnation == 2)
            _ = try await rig.port("FT7DEMO1-D") { $0.status == .offline }
            #expect(serviceLog(rig).contains("Linux dropped some of it"))
            #expect(try await rig.run("sensor_node", "node@FT7SENS2").result?.verdict == .pass)
            _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "left"))
            try await rig.ports()
            #expect(try await rig.run("client_demo", "production_uut").result?.verdict == .pass)
        }
    }

    @Test("complaint 4: a run ends with the hang-up of its line, before udev tells of it")
    func hangUpBeforeRemoval() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            _ = try rig.boards.ask(ControlRequest(verb: .udev, kind: "hold"))
            try rig.fault("s1", "unplug", ["at": "mid_reply", "on": "^TEMP", "for": "1"])
            let run = try await rig.run("sensor_node", "node@FT7SENS1")
            #expect(run.result?.verdict == .error)
            #expect(run.result?.explanation.contains("unplugged") == true)
            #expect(try await rig.client.ports().ports.first { $0.id == "FT7SENS1-A" }?.status != .offline)
            _ = try await eventually("the simulator has pulled the whole board") {
                try rig.boards.ask(ControlRequest(verb: .boards)).boards?.first { $0.id == "s1" }?.plugged == false
                    ? true : nil
            }
            // Its going and its coming are told in one go.
            _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "s1"))
            _ = try rig.boards.ask(ControlRequest(verb: .udev, kind: "tell"))
            let back = try await rig.port("FT7SENS1-A") { $0.incarnation == 2 && $0.status == .available }
            #expect(back.bibId == "sensor_node")
            #expect(try await rig.run("sensor_node", "node@FT7SENS1").result?.verdict == .pass)
        }
    }

    @Test("a service that libudev makes deaf says so in its status, its log and on its terminal")
    func deaf() async throws {
        let outcome = try await StationRig.with(.init(script: "rm /run/udev/control; exec $SERVE")) { rig in
            try await rig.ports()
            let status = try await rig.client.status()
            #expect(status.status == .degraded)
            #expect(status.reasons.contains { $0.contains("/run/udev/control is missing") })
            #expect(serviceLog(rig).contains("will NOT be noticed"))
        }
        #expect((outcome.output + outcome.errors).contains("/run/udev/control is missing"))
    }

    @Test("complaint 25: a port whose permissions come late is an error that says what to do, and then simply works")
    func latePermissions() async throws {
        let script = """
            chmod 000 /dev/ttyUSB10
            (until [ -e $FOLDER/allow ]; do sleep 0.01; done; chmod 660 /dev/ttyUSB10; touch $FOLDER/allowed) &
            exec $SERVE
            """
        try await StationRig.with(.init(script: script)) { rig in
            try await rig.ports()
            let run = try await rig.run("sensor_node", "node@FT7SENS1")
            #expect(run.result?.verdict == .error)
            #expect(run.result?.explanation.contains("/dev/ttyUSB10") == true)
            #expect(run.result?.explanation.contains("dialout") == true)
            try rig.folder.write("", to: "allow")
            _ = try await eventually("it is allowed") {
                FileManager.default.fileExists(atPath: "\(rig.folder.path)/allowed") ? true : nil
            }
            #expect(try await rig.run("sensor_node", "node@FT7SENS1").result?.verdict == .pass)
        }
    }
}
