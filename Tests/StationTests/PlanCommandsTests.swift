import Foundation
import Support
import Testing

/// What the command line tells of plans.
@Suite(.timeLimit(.minutes(3))) struct PlanCommandsTests {
    private let portpool: BuiltProgram
    private let doubtful = """
        version: 1
        bib: doubtful
        match: { product: "demo" }
        uuts:
          - id: unit
            ports: { ctl: { channel: A } }
            start: [ { id: on, send: "ON", levels: { fail: 'OK', pass: '^OK$' }, on_fail: continue } ]
            test: [ { id: volts, send: "V?", expect: '^V=[0-9.]+$', timeout: 90s } ]

        """

    init() throws { portpool = try BuiltProgram("portpool") }

    @Test func lintWarnsAndLeavesTheStatusAsItIs() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lint-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "doubtful.yaml").path
        try Data(doubtful.utf8).write(to: URL(filePath: file))

        let plain = try await portpool.run(["validate", file])
        #expect(plain.output == "\(file): valid: 1 unit, 2 steps\n")
        let linted = try await portpool.run(["validate", "--lint", file])
        #expect(linted.status == 0)
        let lines = linted.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("\(file):7:5: warning: unit 'unit' is started and never stopped"))
        #expect(lines[1].hasPrefix("\(file):7:64: warning: pass '^OK$' is never reached"))
        #expect(lines[1].hasSuffix("[shadowed-pattern]"))
        #expect(lines[2] == "\(file): unit takes 1 m 32 s at most")

        let json = try await portpool.run(["validate", "--lint", "--json", file])
        let checks = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        let findings = try #require(checks.first?["findings"] as? [[String: Any]])
        #expect(findings.map { $0["rule"] as? String } == ["stop-missing", "shadowed-pattern"])
        #expect(findings.map { $0["weight"] as? String } == ["warning", "warning"])
        #expect(findings.map { $0["line"] as? Int } == [7, 7])
        #expect(checks.first?["errors"] as? [String] == [])
        let runs = try #require(checks.first?["longestRuns"] as? [[String: Any]])
        #expect(runs.map { $0["milliseconds"] as? Int } == [92_000])
    }

    @Test func theSchemaIsPrintedAlone() async throws {
        let printed = try await portpool.run(["validate", "--schema"])
        #expect(printed.status == 0)
        let schema = try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any]
        #expect(schema?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        #expect(try await portpool.run(["validate", "--schema", "x.yaml"]).status == 64)
        #expect(try await portpool.run(["validate"]).status == 64)
    }

    @Test func helpTeachesThePlanLanguageAndExplainsCommands() async throws {
        let guide = try await portpool.run(["help", "plan"])
        #expect(guide.status == 0)
        #expect(guide.output.hasPrefix("A PLAN  (plan)\n"))
        #expect(guide.output.contains("measure:\n"))
        let chapter = try await portpool.run(["help", "plan", "levels"])
        #expect(chapter.output.hasPrefix("WHAT ANSWERS MEAN  (levels)\n"))
        let unknown = try await portpool.run(["help", "plan", "lvels"])
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("no chapter is called 'lvels'; there are: plan, yaml, ports"))

        #expect(try await portpool.run(["help"]).output == (try await portpool.run(["--help"]).output))
        #expect(try await portpool.run(["help", "run"]).output == (try await portpool.run(["run", "--help"]).output))
        #expect(
            try await portpool.run(["help", "logs", "list"]).output
                == (try await portpool.run(["logs", "list", "--help"]).output))
        #expect(try await portpool.run(["help", "rnu"]).status == 64)
    }
}
