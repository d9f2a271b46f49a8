import APIClient
import RigModel
import Support
import Testing
import World

/// A unit that STOP has not reached may still be powered: whoever takes it out must read it wherever the run is shown.
@Suite(.timeLimit(.minutes(3))) struct StopDoubtTests {
    @Test(
        "a pulled plug and a STOP without an answer are told at the end of the run, in print, in the log and by the API"
    )
    func theUnitMayStillBePowered() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            try rig.fault("left", "unplug", ["at": "mid_reply", "on": "^MEAS 5V$", "for": "1"])
            try await run(
                rig, .error, begins: "TEST step 'rail_5v': ",
                doubt: "STOP could not be sent, nor could the safe state: the unit may still be powered")

            _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "left"))
            try await rig.ports()
            try rig.fault("left", "no_answer", ["on": "^OUT 0$", "for": "2"])
            try await run(
                rig, .timeout, begins: "STOP step 'power_off': ",
                doubt: "STOP step 'power_off' was not answered: the unit may still be powered, unless the safe state, "
                    + "which was sent, has made it safe")

            try await run(rig, .pass, begins: "all ", doubt: nil)
        }
    }

    private func run(_ rig: StationRig, _ verdict: Verdict, begins: String, doubt: String?) async throws {
        let printed = try await BuiltProgram("portpool").run(
            ["run", "client_demo", "--uut", "production_uut", "--address", "unix:\(rig.socket)"], slots: nil)
        let run = try #require(try await rig.client.executions().recent.first)
        #expect(run.verdict == verdict, "\(run.explanation)")
        #expect(run.explanation.hasPrefix(begins), "\(run.explanation)")
        #expect(run.explanation.contains("unit may") == (doubt != nil), "\(run.explanation)")
        if let doubt { #expect(run.explanation.hasSuffix("; \(doubt)"), "\(run.explanation)") }
        #expect(printed.output.split(separator: "\n").last?.hasSuffix(run.explanation) == true, "\(printed.output)")
        let log = try await eventually("the log of \(run.executionId) is sealed") {
            try RunLogFile.all(in: "\(rig.state)/logs")
                .first { $0["execution"] == run.executionId.rawValue && $0.verdict != nil }
        }
        #expect(log["why"] == run.explanation)
    }
}
