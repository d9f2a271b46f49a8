import APIClient
import Foundation
import RigModel
import Support
import Testing

@testable import portpool

/// Questions, signals and hooks, through the whole station.
@Suite(.timeLimit(.minutes(3))) struct OperatorTests {
    private static func prepare(_ folder: RigFolder, _ setup: inout StationRig.Setup) throws {
        setup.plans = "\(folder.path)/plans"
        try folder.write("0", to: "active")
        try folder.write("0", to: "ready")
        try folder.write("0", to: "signal")
        try folder.write(
            #"""
            version: 1
            bib: sensor_node
            boards: many
            match: { product: "sensor_node", vid: "0403", pid: "6001" }
            defaults: { timeout: 2s, eol: lf, ignore: ['^#'] }
            hooks:
              active: { file: "\#(folder.path)/active" }
              ready: { file: "\#(folder.path)/ready" }
              signal: { file: "\#(folder.path)/signal", every: 10ms }
            uuts:
              - id: node
                serial_from: { step: label, capture: sn }
                ports: { uart: { channel: A, baud: 57600 } }
                start:
                  - { id: label, operator: { scan: "Scan the label" }, timeout: 60s, expect: '^SN(?<sn>\d{6})$' }
                  - { id: wake, send: "WAKE", expect: '^AWAKE$' }
                  - { id: lamp, operator: { confirm: "Is the lamp on?" }, timeout: 60s }
                test:
                  loop: { until: signal }
                  steps: [ { id: temperature, send: "TEMP?", expect: '^T=' } ]
                stop: [ { id: sleep, send: "SLEEP", expect: '^SLEEPING$' } ]

            """#, to: "plans/sensor_node.yaml")
    }

    private func question(_ rig: StationRig, _ id: ExecutionID, _ step: String) async throws -> API.Question {
        try await eventually("step \(step) asks") {
            try await rig.client.snapshot().executions.active.first { $0.executionId == id }?.question
                .flatMap { $0.step == step ? $0 : nil }
        }
    }

    @Test func aRunIsAnsweredAndSignalledFromOutsideAndItsHooksFollowIt() async throws {
        try await StationRig.with(prepare: Self.prepare) { rig in
            try await rig.ports()
            #expect(rig.folder.text(of: "active") == "0")
            let position = try await rig.client.snapshot().position
            let id = try await rig.start("sensor_node", "node@FT7SENS1")[0]
            let label = try await question(rig, id, "label")
            #expect(label.kind == .scan && label.text == "Scan the label")
            _ = try await eventually("the active line is up") { rig.folder.text(of: "active") == "1" ? true : nil }
            #expect(rig.folder.text(of: "ready") == "0")
            let address = "unix:\(rig.socket)"
            let portpool = try BuiltProgram("portpool")
            let asked = try await portpool.run(["answer", id.rawValue, "--address", address])
            #expect(asked.output == "node@FT7SENS1 asks: Scan the label\n")
            let wrong = try await portpool.run(["answer", id.rawValue, "--yes", "--address", address])
            #expect(wrong.status == 64 && wrong.errors.contains("wants a text"))
            #expect(try await portpool.run(["answer", id.rawValue, "SN123456", "--address", address]).status == 0)
            _ = try await question(rig, id, "lamp")
            try await rig.client.answer(id, API.Answer(step: "lamp", confirmed: true))
            _ = try await eventually("the ready line is up") { rig.folder.text(of: "ready") == "1" ? true : nil }
            _ = try await rig.events(after: position, until: .inTest([id]))
            #expect(try await portpool.run(["signal", id.rawValue, "--address", address]).status == 0)
            _ = try await rig.events(after: position, until: .completed([id]))
            let run = try await rig.client.execution(id)
            #expect(run.result?.verdict == .pass)
            #expect(run.result?.unitSerial == "123456")
            #expect(run.steps.last?.step == "sleep")
            let late = try await portpool.run(["signal", id.rawValue, "--address", address])
            #expect(late.status == 2 && late.errors.contains("has ended already"))
            _ = try await eventually("the lines are down") {
                ["active", "ready"].allSatisfy { rig.folder.text(of: $0) == "0" } ? true : nil
            }
        }
    }

    @Test func theSignalFileEndsALoop() async throws {
        try await StationRig.with(prepare: Self.prepare) { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            let id = try await rig.start("sensor_node", "node@FT7SENS1")[0]
            _ = try await question(rig, id, "label")
            try await rig.client.answer(id, API.Answer(step: "label", text: "SN000001"))
            _ = try await question(rig, id, "lamp")
            try await rig.client.answer(id, API.Answer(step: "lamp", confirmed: true))
            _ = try await rig.events(after: position, until: .inTest([id]))
            try rig.folder.write("1\n", to: "signal")
            _ = try await rig.events(after: position, until: .completed([id]))
            #expect(try await rig.client.execution(id).result?.verdict == .pass)
        }
    }

    @Test func atATerminalNobodyIsAskedTwice() {
        var desk = QuestionDesk()
        func question(_ run: String, _ kind: OperatorPrompt.Kind, isOpen: Bool = true) -> API.Question {
            API.Question(
                OperatorQuestion(
                    execution: ExecutionID(run), bib: "b", instance: "u", step: "s",
                    prompt: OperatorPrompt(kind, text: "Lamp\u{1b}[31m?"), askedAt: Timestamp(nanoseconds: 0),
                    deadline: Timestamp(nanoseconds: 1), isOpen: isOpen), zone: .utc)
        }
        #expect(desk.reply(to: "x") == .nothing)
        var isShown = desk.take(question("1", .confirm))
        #expect(isShown)
        isShown = desk.take(question("2", .scan))
        #expect(!isShown, "one after the other")
        #expect(desk.shown?.line == #"u asks: Lamp\x1b[31m? [y/n]"#)
        #expect(desk.reply(to: "maybe") == .unclear("answer y or n"))
        #expect(desk.reply(to: "Y") == .answer(question("1", .confirm), API.Answer(step: "s", confirmed: true)))
        isShown = desk.take(question("1", .confirm, isOpen: false))
        #expect(isShown)
        #expect(desk.reply(to: " SN 1 ") == .answer(question("2", .scan), API.Answer(step: "s", text: " SN 1 ")))
        isShown = desk.ended(ExecutionID("2"))
        #expect(!isShown && desk.shown == nil)
    }
}
