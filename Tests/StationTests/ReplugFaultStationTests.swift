import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

/// What the service makes of a board that is pulled out in the middle of an answer and comes back in another way. The
/// boards run at ten times their speed, and so do the times of faults.
@Suite(.timeLimit(.minutes(3))) struct ReplugFaultStationTests {
    struct Case: Sendable {
        let board: String
        let bib: BIBID
        /// Before the fault, and after it.
        let units: (String, String)
        /// The command whose answer is broken off.
        let on: String
        let how: [String: String]
        /// Before the fault.
        let port: PortID
        /// The ports of the board when it is back, with their nodes where those are known.
        let after: [PortID: String?]
        var degraded: String?

        init(
            _ board: String, _ bib: BIBID, _ units: (String, String), on: String, how: [String: String], port: PortID,
            after: [PortID: String?], degraded: String? = nil
        ) {
            self.board = board
            self.bib = bib
            self.units = units
            self.on = on
            self.how = how
            self.port = port
            self.after = after
            self.degraded = degraded
        }
    }

    /// By board: each has its cases one after the other.
    private static let lanes: [[Case]] = [
        [
            Case(
                "s1", "sensor_node", ("node@FT7SENS1", "node@FT7SENS1"), on: "^TEMP", how: ["after": "1s"],
                port: "FT7SENS1-A", after: ["FT7SENS1-A": nil]),
            Case(
                "s1", "sensor_node", ("node@FT7SENS1", "node@FT7OTHER"), on: "^HUM",
                how: ["after": "1s", "serial": "FT7OTHER"], port: "FT7SENS1-A", after: ["FT7OTHER-A": nil]),
        ],
        [
            Case(
                "s2", "sensor_node", ("node@FT7SENS2", "node@FT7SENS2"), on: "^PRES",
                how: ["after": "1s", "as": "ttyUSB50"], port: "FT7SENS2-A", after: ["FT7SENS2-A": "/dev/ttyUSB50"])
        ],
        [
            Case(
                "left", "client_demo", ("production_uut", "production_uut"), on: "^MEAS 5V$",
                how: ["after": "1s", "as": "ttyUSB40", "swap": "true"], port: "FT7DEMO1-A",
                after: [
                    "FT7DEMO1-A": "/dev/ttyUSB43", "FT7DEMO1-B": "/dev/ttyUSB42", "FT7DEMO1-C": "/dev/ttyUSB41",
                    "FT7DEMO1-D": "/dev/ttyUSB40",
                ])
        ],
    ]
    static let kinds: Set<String> = ["replug"]

    @Test func aBoardThatComesBackInAnotherWayIsItselfOrIsCalledWhatItIs() async throws {
        let outcome = try await StationRig.with { rig in
            try await rig.ports()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for cases in Self.lanes {
                    group.addTask { for item in cases { try await Self.suffer(item, rig) } }
                }
                try await group.waitForAll()
            }
            // The one whose serial number has changed is remembered under its old name, and another board now.
            let old = try await rig.port("FT7SENS1-A") { $0.status == .offline }
            #expect(old.usbPath == "1-3" && old.incarnation == 2)
            // Nobody else has noticed anything.
            let rest = try await rig.client.ports().ports.filter {
                $0.boardId == "FT7DEMO2" || $0.boardId == "FT7SPARE"
            }
            #expect(rest.count == 6 && rest.allSatisfy { $0.status == .available && $0.incarnation == 1 })
        }
        // No board holds anything against the rig: of each unit that was cut off nothing was asked before its next reset.
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func aSerialNumberThatAnotherBoardHasDegradesBothUntilOneIsGone() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let shared = "serial number FT7SENS2 is also in USB socket"
            try await Self.suffer(
                Case(
                    "s1", "sensor_node", ("node@FT7SENS1", "node@usb-1-3"), on: "^TEMP",
                    how: ["after": "1s", "serial": "FT7SENS2"], port: "FT7SENS1-A", after: ["usb-1-3-A": nil],
                    degraded: "\(shared) 1-4"), rig)
            // The innocent one as well: nobody can tell which is which.
            let other = try await rig.port("usb-1-4-A") { $0.status == .available }
            #expect(other.degraded == "\(shared) 1-3")
            #expect(try await rig.run("sensor_node", "node@usb-1-4").result?.verdict == .pass)
            #expect(try await !rig.client.ports().ports.contains { $0.id == "FT7SENS2-A" })

            _ = try rig.boards.ask(ControlRequest(verb: .replug, board: "s1", serial: "FT7SENS1"))
            for (id, unit) in [("FT7SENS1-A", "node@FT7SENS1"), ("FT7SENS2-A", "node@FT7SENS2")] {
                let port = try await rig.port(PortID(id)) { $0.status == .available }
                #expect(port.degraded == nil)
                #expect(try await rig.run("sensor_node", unit).result?.verdict == .pass)
            }
        }
    }

    /// Nobody is asked to wait.
    @Test func aBoardThatIsKnownToBeOutHasNoRunUntilItIsBack() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            for uut in ["slot1", "slot2"] {
                let incarnation = try await rig.port("FT7DEMO2-A") { $0.status == .available }.incarnation
                _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "right"))
                for channel in ["A", "B", "C", "D"] {
                    _ = try await rig.port(PortID("FT7DEMO2-\(channel)")) { $0.status == .offline }
                }
                do {
                    try await rig.start("production_test_v2", uut)
                    Issue.record("a run of \(uut) was begun on a board that is out")
                } catch APIClientError.problem(let problem) {
                    #expect(problem.status == 409)
                }
                _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "right"))
                try await Self.comeBack(after: incarnation, uut, rig)
            }
        }
    }

    /// The run fails for the rig's own reason, and the unit is not blamed.
    @Test func aBoardThatIsPulledBeforeAnybodyIsToldIsNoFaultOfTheUnit() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            for uut in ["slot1", "slot2"] {
                let incarnation = try await rig.port("FT7DEMO2-A") { $0.status == .available }.incarnation
                _ = try rig.boards.ask(ControlRequest(verb: .udev, kind: "hold"))
                _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "right"))
                let run = try await rig.run("production_test_v2", uut)
                #expect(run.result?.verdict == .error, "\(uut): \(run.result?.explanation ?? "")")
                #expect(run.steps.allSatisfy { $0.attempts.allSatisfy { $0.sentHex.isEmpty } })
                _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "right"))
                _ = try rig.boards.ask(ControlRequest(verb: .udev, kind: "tell"))
                try await Self.comeBack(after: incarnation, uut, rig)
            }
        }
    }

    /// All ports of the panel are new and their own again, and its next run is well.
    private static func comeBack(after incarnation: Int, _ uut: String, _ rig: StationRig) async throws {
        for channel in ["A", "B", "C", "D"] {
            let back = try await rig.port(PortID("FT7DEMO2-\(channel)")) {
                $0.status == .available && $0.incarnation > incarnation
            }
            #expect(back.degraded == nil && back.bibId == "production_test_v2")
        }
        #expect(try await rig.run("production_test_v2", uut).result?.verdict == .pass)
    }

    private static func suffer(_ item: Case, _ rig: StationRig) async throws {
        let before = try await rig.port(item.port) { $0.status == .available }
        try rig.fault(item.board, "replug", item.how.merging(["at": "mid_reply", "on": item.on, "for": "1"]) { $1 })
        let run = try await rig.run(item.bib, item.units.0)
        let place = "\(item.board) \(item.how): \(run.result?.explanation ?? "")"
        #expect(run.result?.verdict == .error, "\(place)")
        #expect(run.result?.explanation.contains("unplugged") == true, "\(place)")
        // STOP is tried, once, whatever has become of the line.
        let stop = run.steps.filter { $0.phase == .stop }
        #expect(stop.map(\.verdict) == [.error, .error], "\(place)")
        #expect(Set(stop.map(\.step)).count == 2, "\(place)")

        for (id, node) in item.after {
            let isSame = id == item.port
            let back = try await rig.port(id) {
                $0.status == .available && (!isSame || $0.incarnation == before.incarnation + 1)
            }
            #expect(back.usbPath == before.usbPath && back.bibId == item.bib, "\(place)")
            #expect(back.degraded == item.degraded, "\(place)")
            if let node { #expect(back.portName == node, "\(place)") }
        }
        let again = try await rig.run(item.bib, item.units.1)
        #expect(again.result?.verdict == .pass, "\(place): \(again.result?.explanation ?? "")")
    }
}
