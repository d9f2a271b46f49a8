import Foundation
import RigModel
import Testing

@testable import RunLogs

/// Compares with the files beside this one: what a technician opens.
@Suite(.timeLimit(.minutes(1)))
struct GoldenLogTests {
    private func golden(_ name: String) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return String(decoding: try Data(contentsOf: folder.appendingPathComponent("golden/\(name)")), as: UTF8.self)
    }

    @Test func aFailedRunOnTwoPortsReadsAsItShould() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let run = LoggedExample(channels: [.a, .b])
        let (ctl, aux) = (run.request.ports[0].port, run.request.ports[1].port)
        await logs.consume([
            run.started,
            run.line(.note("START"), after: 1, phase: .start, step: nil),
            run.line(.discarded(Array("BOOT v1\r\n".utf8), ctl), after: 2, .debug, phase: .start, step: "reset"),
            run.line(.sent(Array("ATZ\r\n".utf8), ctl), after: 3, phase: .start, step: "reset"),
            run.line(.received(Array("OK\r\n".utf8), ctl), after: 31, phase: .start, step: "reset"),
            run.line(.note("PASS: \"OK\" matched '^OK$'"), after: 31, phase: .start, step: "reset"),
            run.line(.note("TEST"), after: 32, phase: .test, step: nil),
            run.line(.sent(Array("MEAS 3V3\r\n".utf8), ctl), after: 33),
            run.line(.received(Array("# alive\r\n".utf8), aux), after: 40),
            run.line(.note("attempt 2 of 2 follows: no answer within 1 s"), after: 1_033, .warning),
            run.line(.sent(Array("MEAS 3V3\r\n".utf8), ctl), after: 1_133),
            run.line(.received([0x56, 0x3d, 0x33, 0x2e, 0x39, 0x31, 0x20, 0xff, 0x1b, 0x0d, 0x0a], ctl), after: 1_171),
            run.step(
                "rail_3v3", .fail, after: 33, took: 1_139,
                MeasurementRecord(name: "v", value: 3.91, text: "3.91", unit: "V", min: 3.2, max: 3.4, level: .fail)),
            run.line(.note("FAIL at attempt 2: v = 3.91 V is above the maximum of 3.4 V"), after: 1_172, .error),
            run.line(.note("STOP"), after: 1_173, phase: .stop, step: nil),
            run.line(.sent(Array("EXIT\r\n".utf8), ctl), after: 1_174, phase: .stop, step: "bye"),
            run.line(.received(Array("BYE\r\n".utf8), ctl), after: 1_190, phase: .stop, step: "bye"),
            run.line(.note("PASS: \"BYE\" matched '^BYE$'"), after: 1_191, phase: .stop, step: "bye"),
            run.completed(
                .fail, after: 1_192, explanation: "step 'rail_3v3': v = 3.91 V is above the maximum of 3.4 V",
                decidingStep: "rail_3v3"),
        ])
        try? FileManager.default.copyItem(atPath: folder.path, toPath: "/tmp/h/golden-out")
        let name = "BIB_client_demo/2026-09-01/production_uut_port1_14h30"
        #expect(try folder.text("\(name).log") == golden("failed_run.log"))
        #expect(try folder.text("\(name).jsonl") == golden("failed_run.jsonl"))
        #expect(
            try folder.text("BIB_client_demo/latest/last_execution_summary.log") == golden("last_execution_summary.log"))
        #expect(
            try folder.files() == [
                "\(name).jsonl", "\(name).log", "BIB_client_demo/latest/last_execution_summary.log",
                "BIB_client_demo/latest/production_uut_current.log",
            ])
    }
}
