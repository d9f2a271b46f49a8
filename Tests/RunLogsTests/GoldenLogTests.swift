import Foundation
import RigModel
import Testing

@testable import RunLogs

/// What a technician opens, to the byte.
@Suite(.timeLimit(.minutes(1)))
struct GoldenLogTests {
    private let log = #"""
        # portpool run log, format 1
        # execution   01J6Z3Q0W8YV5T2K4M6N8P0R2S
        # bib         client_demo
        # uut         production_uut
        # board       FT7DEMO1
        # port        ctl = FT7DEMO1-A on /dev/ttyUSB0
        # port        aux = FT7DEMO1-B on /dev/ttyUSB1
        # plan        sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        # asked       2026-09-01T14:30:04.990+02:00 by cli
        # started     2026-09-01T14:30:05.123+02:00 Europe/Warsaw
        # steps       3
        #
        # time                          elapsed  level  phase  step            dir      text
        2026-09-01T14:30:05.124+02:00    +0.001  INFO   START  -               --       START
        2026-09-01T14:30:05.125+02:00    +0.002  DEBUG  START  reset           RX- ctl  BOOT v1\r\n
        2026-09-01T14:30:05.126+02:00    +0.003  INFO   START  reset           TX  ctl  ATZ\r\n
        2026-09-01T14:30:05.154+02:00    +0.031  INFO   START  reset           RX  ctl  OK\r\n
        2026-09-01T14:30:05.154+02:00    +0.031  INFO   START  reset           --       PASS: "OK" matched '^OK$'
        2026-09-01T14:30:05.155+02:00    +0.032  INFO   TEST   -               --       TEST
        2026-09-01T14:30:05.156+02:00    +0.033  INFO   TEST   rail_3v3        TX  ctl  MEAS 3V3\r\n
        2026-09-01T14:30:05.163+02:00    +0.040  INFO   TEST   rail_3v3        RX  aux  # alive\r\n
        2026-09-01T14:30:06.156+02:00    +1.033  WARN   TEST   rail_3v3        --       attempt 2 of 2 follows: no answer within 1 s
        2026-09-01T14:30:06.256+02:00    +1.133  INFO   TEST   rail_3v3        TX  ctl  MEAS 3V3\r\n
        2026-09-01T14:30:06.294+02:00    +1.171  INFO   TEST   rail_3v3        RX  ctl  V=3.91 \xff\x1b\r\n
        2026-09-01T14:30:06.295+02:00    +1.172  ERROR  TEST   rail_3v3        --       FAIL at attempt 2: v = 3.91 V is above the maximum of 3.4 V
        2026-09-01T14:30:06.296+02:00    +1.173  INFO   STOP   -               --       STOP
        2026-09-01T14:30:06.297+02:00    +1.174  INFO   STOP   bye             TX  ctl  EXIT\r\n
        2026-09-01T14:30:06.313+02:00    +1.190  INFO   STOP   bye             RX  ctl  BYE\r\n
        2026-09-01T14:30:06.314+02:00    +1.191  INFO   STOP   bye             --       PASS: "BYE" matched '^BYE$'
        2026-09-01T14:30:06.315+02:00    +1.192  ERROR  -      -               --       FAIL: the unit failed
        #
        # verdict     FAIL
        # why         step 'rail_3v3': v = 3.91 V is above the maximum of 3.4 V
        # step        rail_3v3
        # ended       2026-09-01T14:30:06.315+02:00 after 1.192 s, 3 of 3 steps done
        # sealed      30 lines, 2199 bytes above, sha256 9071b6277866aca3fd02d850e00b07a92444ff1a3daf61d332da5254be55ba51

        """#

    private let summary = """
        verdict     FAIL
        why         step 'rail_3v3': v = 3.91 V is above the maximum of 3.4 V
        step        rail_3v3
        bib         client_demo
        uut         production_uut
        serial      12345678
        execution   01J6Z3Q0W8YV5T2K4M6N8P0R2S
        started     2026-09-01T14:30:05.123+02:00 Europe/Warsaw
        took        1.192 s, 3 of 3 steps done
        log         BIB_client_demo/2026-09-01/production_uut_port1_14h30.log

        """

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
        let name = "BIB_client_demo/2026-09-01/production_uut_port1_14h30"
        #expect(try folder.text("\(name).log") == log)
        let json = try folder.lines("\(name).jsonl")
        #expect(json.count == 19)
        #expect(
            json[4]
                == #"{"type":"line","time":"2026-09-01T14:30:05.154+02:00","elapsedMs":31,"level":"INFO","#
                + #""bibId":"client_demo","uutId":"production_uut","executionId":"01J6Z3Q0W8YV5T2K4M6N8P0R2S","#
                + #""phase":"START","step":"reset","direction":"RX","port":"FT7DEMO1-A","text":"OK\\r\\n"}"#)
        #expect(
            try folder.text("BIB_client_demo/latest/last_execution_summary.log") == summary)
        #expect(
            try folder.files() == [
                "\(name).jsonl", "\(name).log", "BIB_client_demo/latest/last_execution_summary.log",
                "BIB_client_demo/latest/production_uut_current.log",
            ])
    }
}
