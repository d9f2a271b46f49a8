import APIClient
import Foundation
import RigModel
import Support
import Testing

/// What a whole station tells a person to see to, and how it writes down who asked for what.
@Suite(.timeLimit(.minutes(3))) struct AlertTests {
    private static let twice = "$SERVE; exec $SERVE"

    private func portpool(_ rig: StationRig, _ arguments: String...) async throws -> BuiltProgram.Outcome {
        try await BuiltProgram("portpool").run(arguments + ["--address", "unix:\(rig.socket)"])
    }

    /// Waits until the open alerts are as wanted.
    private func alerts(
        _ rig: StationRig, _ what: String, _ isWanted: ([API.Alert]) -> Bool
    ) async throws -> [API.Alert] {
        try await eventually(what) {
            let open = try await rig.client.alerts(state: "open").alerts
            return isWanted(open) ? open : nil
        }
    }

    @Test func aCriticalRunIsToldOfUntilTheUnitIsGoodAgainAlsoByTheNextService() async throws {
        try await StationRig.with(.init(script: Self.twice)) { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            try rig.fault("s1", "replace", ["with": "BAT=SWOLLEN", "on": "^BAT", "for": "1"])
            let run = try await rig.run("sensor_node", "node@FT7SENS1")
            #expect(run.result?.verdict == .critical)
            let fired = try #require(try await alerts(rig, "an alert fires") { $0.count == 1 }.first)
            #expect(fired.rule == .runCritical && fired.severity == .critical && fired.state == .firing)
            #expect(fired.subject == "sensor_node/node@FT7SENS1" && fired.executionId == run.executionId)
            #expect(fired.summary.contains("battery") && fired.summary.contains("acknowledge"))
            #expect(try await rig.client.snapshot().alerts == [fired])
            let told = try await rig.events(after: position, until: .named("AlertChanged"))
            #expect(told.events.filter { $0.name == "AlertChanged" }.count == 1)
            let listed = try await portpool(rig, "alerts")
            #expect(listed.status == 0 && listed.output.contains("sensor_node/node@FT7SENS1 ended CRITICAL"))
            #expect(rig.folder.text(of: "state/logs/service.log").contains("alert: sensor_node/node@FT7SENS1"))

            try await rig.restart()
            #expect(try await alerts(rig, "the alert is back") { !$0.isEmpty } == [fired])
            try await rig.ports()
            #expect(try await rig.run("sensor_node", "node@FT7SENS2").result?.verdict == .pass)
            #expect(
                try await rig.client.alerts(state: "open").alerts == [fired], "another unit's run says nothing of it")
            let good = try await rig.run("sensor_node", "node@FT7SENS1")
            #expect(good.result?.verdict == .pass)
            _ = try await alerts(rig, "the alert is over") { $0.isEmpty }
            let over = try #require(try await rig.client.alerts(state: "resolved").alerts.first)
            #expect(over.id == fired.id && over.resolvedBecause == "run \(good.executionId) was good")
        }
    }

    @Test func whoHasSeenAnAlertEndsItAndIsWrittenDown() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            try rig.fault("s1", "replace", ["with": "BAT=SWOLLEN", "on": "^BAT", "for": "1"])
            _ = try await rig.run("sensor_node", "node@FT7SENS1")
            let alert = try #require(try await alerts(rig, "an alert fires") { $0.count == 1 }.first)
            let seen = try await portpool(rig, "alerts", "ack", alert.id.rawValue)
            #expect(seen.status == 0 && seen.output.contains("is over: "), "\(seen)")
            #expect(try await rig.client.alerts(state: "open").alerts.isEmpty)
            let again = try await portpool(rig, "alerts", "ack", alert.id.rawValue)
            #expect(again.status == 2 && again.errors.contains("is over already: acknowledged by "), "\(again)")
            let unknown = try await portpool(rig, "alerts", "ack", "01J00000000000000000000000")
            #expect(unknown.status == 64 && unknown.errors.contains("`portpool alerts` lists those that are open"))
            let quarantined = try await portpool(rig, "quarantine", "FT7SENS2-A", "--reason", "bent pin")
            #expect(quarantined.status == 0)

            let audit = try await eventually("the orders are written down") {
                let audit = try await rig.client.audit()
                return audit.entries.count == 5 ? audit.entries : nil
            }
            #expect(audit.map(\.action) == [.quarantine, .acknowledge, .acknowledge, .acknowledge, .run])
            #expect(audit.map(\.outcome) == [.done, .refused, .refused, .done, .done])
            #expect(audit.allSatisfy { $0.actor.hasSuffix("(uid \(getuid()))") }, "\(audit)")
            #expect(audit[0].target == "FT7SENS2-A" && audit[0].detail == "bent pin")
            #expect(audit[3].target == alert.id.rawValue && audit[3].detail == "sensor_node/node@FT7SENS1")
            #expect(audit[4].target == "sensor_node/node@FT7SENS1")
            let told = try await portpool(rig, "audit", "--action", "quarantine")
            #expect(told.output.contains("bent pin") && !told.output.contains("acknowledge"), "\(told)")

            // Without a service, from the store.
            rig.service.signal(SIGTERM)
            _ = try await eventually("the service has ended") { rig.service.pid == nil ? true : nil }
            let stored = try await BuiltProgram("portpool").run(["audit", "--json", "--state", rig.state])
            #expect(stored.output.contains("bent pin") && stored.status == 0)
            let resolved = try await BuiltProgram("portpool").run([
                "alerts", "--show", "resolved", "--state", rig.state,
            ])
            #expect(resolved.output.contains(alert.id.rawValue), "\(resolved)")
        }
    }

    @Test func aLoopIsOneOrderHoweverOftenItRuns() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let loop = try await portpool(
                rig, "run", "sensor_node", "--uut", "node@FT7SENS1", "--loop", "4", "--quiet")
            #expect(loop.status == 0, "\(loop.errors)")
            let runs = try await rig.client.executions().recent
            #expect(runs.count == 4)
            let audit = try await eventually("the order is written down") {
                let entries = try await rig.client.audit().entries
                return entries.isEmpty ? nil : entries
            }
            #expect(audit.map(\.action) == [.run])
            #expect(audit.first?.detail == runs.map(\.executionId.rawValue).min())
        }
    }

    @Test func aRunWithoutAServiceIsWrittenDownAsWell() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let portpool = try BuiltProgram("portpool")
        let outcome = try await BuiltProgram("uutsim").run(
            ["world", "\(RigFolder.fixtures)/benches/fast.yaml", "--name", "alone", "--quiet", "--"]
                + [portpool.path, "run", "sensor_node", "--uut", "node@FT7SENS1", "--standalone", "--loop", "2"]
                + ["--quiet", "--state", "\(folder.path)/state", "--plans", "\(RigFolder.fixtures)/bibs"],
            environment: ["XDG_RUNTIME_DIR": folder.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let told = try await portpool.run(["audit", "--state", "\(folder.path)/state"])
        let lines = told.output.split(separator: "\n")
        #expect(lines.count == 2, "\(told)")
        #expect(
            lines.last?.contains("(uid \(getuid()))  run        sensor_node/node@FT7SENS1  done") == true, "\(told)")
    }
}
