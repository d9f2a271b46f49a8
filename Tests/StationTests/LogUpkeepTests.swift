import Foundation
import RigModel
import Support
import Testing

/// `portpool logs verify` and `logs rebuild`, beside a service and without one.
@Suite(.timeLimit(.minutes(3))) struct LogUpkeepTests {
    private func portpool(_ arguments: String..., state: String) async throws -> BuiltProgram.Outcome {
        try await BuiltProgram("portpool").run(["logs"] + arguments + ["--state", state])
    }

    /// Where the log of a run is, without the ending.
    private func log(_ run: ExecutionID, _ state: String) throws -> String {
        let files = try FileManager.default.subpathsOfDirectory(atPath: "\(state)/logs")
        let file = try #require(
            files.first { file in
                file.hasSuffix(".log") && file.hasPrefix("BIB_sensor_node/2")
                    && (try? String(contentsOfFile: "\(state)/logs/\(file)", encoding: .utf8))?
                        .contains("# execution   \(run)") == true
            })
        return "\(state)/logs/\(file.dropLast(4))"
    }

    @Test func whatSomebodyDeletedOrChangedIsFoundAndMadeAnewFromTheStore() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let state = rig.state
            let (first, second) = (
                try await rig.run("sensor_node", "node@FT7SENS1").executionId,
                try await rig.run("sensor_node", "node@FT7SENS2").executionId
            )
            let good = try await portpool("verify", state: state)
            #expect(good.status == 0 && good.output == "2 logs: 2 whole\n", "\(good)")
            let (gone, changed) = (try log(first, state), try log(second, state))
            let before = try String(contentsOfFile: "\(gone).log", encoding: .utf8)
            for ending in ["log", "jsonl"] { try FileManager.default.removeItem(atPath: "\(gone).\(ending)") }
            let text = try String(contentsOfFile: "\(changed).log", encoding: .utf8)
            try text.replacing("WAKE", with: "WOKE").write(toFile: "\(changed).log", atomically: false, encoding: .utf8)

            let bad = try await portpool("verify", "sensor_node", state: state)
            #expect(bad.status == 1, "\(bad)")
            #expect(bad.output.hasSuffix("\n1 log: 1 altered\n"))
            #expect(bad.output.contains(".log: altered: what stands above its seal is not what was sealed\n"))
            let json = try await portpool("verify", "--json", state: state).output
            #expect(json.contains("\"altered\" : 1") && json.contains("\"\(second)\""), "\(json)")

            // While the service works.
            let rebuilt = try await portpool("rebuild", "--since", "1d", state: state)
            #expect(rebuilt.status == 0, "\(rebuilt)")
            #expect(rebuilt.output.hasSuffix("\n2 runs: 2 logs rebuilt, 0 whole as they were\n"))
            #expect(try await portpool("verify", state: state).output == "2 logs: 2 whole\n")
            let after = try String(contentsOfFile: "\(gone).log", encoding: .utf8)
            #expect(exchanges(after) == exchanges(before))
            #expect(exchanges(after).contains(#"START wake TX WAKE\n"#))
            #expect(after.contains("# rebuilt     from the store; ") && after.contains("# verdict     PASS"))
            let shown = try await BuiltProgram("portpool").run([
                "logs", "show", "sensor_node", "node@FT7SENS1", "--run", "\(first)", "--address", "unix:\(rig.socket)",
            ])
            #expect(shown.output == after)
            let again = try await portpool("rebuild", "\(first)", state: state)
            #expect(again.output.contains("is whole: ") && again.status == 0)
        }
    }

    @Test func aRebuiltLogNamesThePortsThatTheFirstOneNamed() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            // Its step 'loopback' sends on one port and listens on the other.
            let run = try await rig.run("client_demo", "production_uut")
            #expect(run.result?.verdict == .pass)
            let step = try #require(run.steps.first { $0.step == "loopback" })
            #expect(step.sentOn == "FT7DEMO1-A" && step.port == "FT7DEMO1-B")
            #expect(run.steps.filter { $0.sentOn != nil }.count == 1)
            let before = try await rig.wholeLog(of: run.executionId)
            let file = "\(rig.state)/logs/\(before.path)"
            for path in [file, "\(file.dropLast(4)).jsonl"] { try FileManager.default.removeItem(atPath: path) }
            let rebuilt = try await portpool("rebuild", "\(run.executionId)", state: rig.state)
            #expect(rebuilt.status == 0, "\(rebuilt)")
            let after = try String(contentsOfFile: file, encoding: .utf8)
            func lines(_ log: String) -> [String] {
                log.split(separator: "\n").filter { $0.contains(" loopback ") && !$0.contains(" -- ") }
                    // Without the times, which a rebuilt log knows to the attempt only.
                    .map { $0.split(separator: " ").dropFirst(2).joined(separator: " ") }
            }
            #expect(lines(after) == lines(before.text) && !lines(after).isEmpty, "\(after)")
            #expect(lines(after).contains { $0.contains(" TX ctl ") }, "\(lines(after))")
            #expect(lines(after).contains { $0.contains(" RX aux ") }, "\(lines(after))")
        }
    }

    /// What went over the line in steps: phase, step, direction and all that went that way without a break.
    private func exchanges(_ log: String) -> [String] {
        var exchanges: [(place: String, text: String)] = []
        for line in log.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 6, omittingEmptySubsequences: true).map(String.init)
            // Time, elapsed, level, phase, step, direction, text: a unit with one port has no column for it.
            guard words.count == 7, ["TX", "RX"].contains(words[5]), words[4] != "-" else { continue }
            let place = words[3...5].joined(separator: " ")
            let text = String(words[6].drop { $0 == " " })
            if exchanges.last?.place == place {
                exchanges[exchanges.count - 1].text += text
            } else {
                exchanges.append((place, text))
            }
        }
        return exchanges.map { "\($0.place) \($0.text)" }
    }

    @Test func whatCannotBeDoneIsSaid() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let state = "\(folder.path)/state"
        let none = try await portpool("verify", state: state)
        #expect(none.status == 0 && none.output == "0 logs\n")
        let store = try await portpool("rebuild", "--since", "1d", state: state)
        #expect(store.status == 2 && store.errors.contains("there is no store at \(state)/portpool.db"))
        #expect(!FileManager.default.fileExists(atPath: state), "looking makes nothing")
        let nothing = try await portpool("rebuild", state: state)
        #expect(nothing.status == 64 && nothing.errors.contains("give ids of runs, or --since"))
        let both = try await portpool("rebuild", "X", "--since", "1d", state: state)
        #expect(both.status == 64 && both.errors.contains("or options that choose them"))
    }
}
