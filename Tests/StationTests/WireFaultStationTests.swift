import APIClient
import Foundation
import RigModel
import Testing
import World

/// What the service makes of each fault, on boards side by side in one world. The boards run at ten times their speed, and
/// so do the times of faults.
@Suite(.timeLimit(.minutes(4))) struct WireFaultStationTests {
    struct Case: Sendable {
        let kind: String
        let parameters: [String: String]
        let verdicts: Set<Verdict>
        /// What the explanation of the verdict has to say; of a held port it is the holder, by name and pid.
        var says = ""

        init(_ kind: String, _ parameters: [String: String] = [:], _ verdicts: Set<Verdict>, says: String = "") {
            self.kind = kind
            self.parameters = parameters
            self.verdicts = verdicts
            self.says = says
        }
    }

    /// By board: each has its cases one after the other.
    private static let lanes: [String: [Case]] = [
        // Transparent: the verdict is as without it.
        "n1": [
            Case("stale_answer", [:], [.pass]), Case("duplicate_answer", [:], [.pass]),
            Case("wrong_eol", ["with": "crlf"], [.pass]), Case("fragment", ["sizes": "1 2", "gap": "20ms"], [.pass]),
            Case("merge", ["gap": "300ms"], [.pass]),
            Case("stop_reading", ["on": "^WAKE"], [.timeout, .error]),
        ],
        "n2": [
            Case("late_answer", ["delay": "1s"], [.pass]), Case("stop_reading", ["on": "^TEMP", "for": "2s"], [.pass]),
            Case("echo", [:], [.pass]), Case("flood", ["text": "# debug", "rate": "2000", "for": "30s"], [.pass]),
            Case("garbage", ["place": "line", "bytes": "8", "on": "^TEMP", "for": "1"], [.pass]),
            Case("held_port", [:], [.error]),
        ],
        // The line says nothing of use: never PASS.
        "n3": [
            // Over before the first command: the line is given time to settle, or there is a second attempt.
            Case("noise_at_boot", ["bytes": "12"], [.pass]),
            Case("no_answer", ["on": "^TEMP"], [.timeout]),
            Case("partial_line", ["on": "^TEMP", "keep": "3"], [.timeout, .fail]),
        ],
        "n4": [
            Case("banner_reboot", ["on": "^TEMP"], [.timeout, .fail, .error]),
            Case("baud_mismatch", [:], [.timeout, .fail, .error]),
            // A moment only: the second attempt is heard.
            Case("xoff", ["on": "^TEMP", "for": "1s"], [.pass]),
            Case("xoff", ["on": "^HUM"], [.timeout, .error]),
        ],
        // In-band: what comes means something else.
        "n5": [
            Case("replace", ["with": "T=99.0", "on": "^TEMP"], [.fail]),
            Case("corrupt_bits", ["rate": "100%", "on": "^TEMP"], [.fail, .timeout, .error]),
            Case("drop_bytes", ["rate": "60%", "on": "^TEMP"], [.fail, .timeout, .error]),
            Case("garbage", ["place": "instead", "on": "^TEMP"], [.timeout, .fail, .error]),
            Case("late_answer", ["on": "^TEMP", "delay": "1m"], [.timeout]),
        ],
        // The plug, and who else is at the port.
        "n6": [
            Case("unplug", ["at": "mid_reply", "on": "^TEMP"], [.error], says: "unplugged"),
            Case("unplug", ["at": "mid_write", "on": "^HU"], [.error], says: "unplugged"),
            Case("unplug", ["at": "opening"], [.error]),
            Case("node_forbidden", ["delay": "3s"], [.pass]), Case("event_before_node", ["delay": "3s"], [.pass]),
            Case("lost_remove", ["after": "1s"], [.pass]), Case("lost_hangup", ["after": "1s"], [.pass]),
        ],
    ]

    static let kinds = Set(lanes.values.joined().map(\.kind))

    @Test func eachFaultIsMadeTheRightOf() async throws {
        var setup = StationRig.Setup()
        setup.bench = "faults"
        setup.limit = 150
        try await StationRig.with(setup) { rig in
            try await rig.ports(available: 6)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (board, cases) in Self.lanes {
                    group.addTask { for item in cases { try await Self.suffer(item, board, rig) } }
                }
                try await group.waitForAll()
            }
            // Nothing is left behind: every board passes again.
            try await rig.ports(available: 6)
            for verdict in try await runAll(rig) { #expect(verdict == .pass) }
        }
    }

    private func runAll(_ rig: StationRig) async throws -> [Verdict?] {
        let position = try await rig.client.snapshot().position
        let ids = try await rig.start("sensor_node")
        _ = try await rig.events(after: position, until: .completed(Set(ids)))
        var verdicts: [Verdict?] = []
        for id in ids { verdicts.append(try await rig.client.execution(id).result?.verdict) }
        return verdicts
    }

    private static func suffer(_ item: Case, _ board: String, _ rig: StationRig) async throws {
        let port = PortID("FT7NODE\(board.dropFirst())-A")
        let incarnation = try await rig.port(port) { $0.status == .available }.incarnation
        if item.kind == "noise_at_boot" { _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: board)) }
        try rig.fault(board, item.kind, item.parameters)
        if item.kind == "noise_at_boot" { _ = try rig.boards.ask(ControlRequest(verb: .plug, board: board)) }
        // What comes back is another time the same port.
        if ["node_forbidden", "event_before_node", "lost_remove", "lost_hangup", "noise_at_boot"].contains(item.kind) {
            _ = try await rig.port(port) { $0.status == .available && $0.incarnation > incarnation }
        }
        let unit = "node@FT7NODE\(board.dropFirst())"
        var says = item.says
        // The other program needs a moment to get the port.
        if item.kind == "held_port" { says = try await rig.holder(of: board) }
        let run = try await rig.run("sensor_node", unit)
        let verdict = try #require(run.result?.verdict)
        let said = run.result?.explanation ?? ""
        if item.kind == "noise_at_boot" {
            // It came, and is kept with the first step.
            let first = run.steps.first?.attempts.map { $0.discarded + $0.received }.joined() ?? ""
            #expect(first.contains("\\x") || first.count > 12, "\(board): \(first)")
        }
        #expect(item.verdicts.contains(verdict), "\(board) \(item.kind) \(item.parameters): \(verdict) \(said)")
        #expect(says.isEmpty || said.contains(says), "\(board) \(item.kind): \(said), which lacks \(says)")
        // STOP is tried once, whatever the fault, where anything was begun.
        let stop = run.steps.filter { $0.phase == .stop }.map(\.step)
        #expect(run.steps.isEmpty || stop == ["leave", "sleep"], "\(board) \(item.kind): \(stop)")
        _ = try rig.boards.ask(ControlRequest(verb: .clear, board: board))
        let state = try rig.boards.ask(ControlRequest(verb: .boards)).boards?.first { $0.id == board }
        // A port that could not be opened is left alone until somebody says that it is well again.
        if item.kind == "held_port" {
            let now = try await rig.port(port) { [.error, .quarantined, .available].contains($0.status) }.status
            if now != .available { _ = try await rig.client.release(port) }
        }
        if state?.plugged == false { _ = try rig.boards.ask(ControlRequest(verb: .plug, board: board)) }
    }
}
