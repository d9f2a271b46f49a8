import Foundation
import Support
import Testing

@Suite(.timeLimit(.minutes(3))) struct ImportCommandTests {
    private static let imports = "\(RigFolder.fixtures)/imports"

    private func portpool(_ arguments: String...) async throws -> BuiltProgram.Outcome {
        try await BuiltProgram("portpool").run(arguments)
    }
    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
    /// The golden report of a file, with the path that the program was given.
    private func report(_ stem: String) throws -> [String] {
        try text("\(Self.imports)/\(stem).report").split(separator: "\n").map { "\(Self.imports)/\($0)" }
    }

    @Test func thePlanGoesToStandardOutputAndTheReportToStandardError() async throws {
        let outcome = try await portpool("import", "\(Self.imports)/bib_client_demo.xml")
        #expect(outcome.status == 0)
        #expect(outcome.output == (try text("\(Self.imports)/bib_client_demo/client_demo.yaml")))
        #expect(outcome.errors.split(separator: "\n").map(String.init) == (try report("bib_client_demo")))
    }

    @Test func aFileOfSeveralBIBsBecomesAPlanEachThatValidates() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let out = "\(folder.path)/bibs"
        let outcome = try await portpool("import", "\(Self.imports)/bib-configurations.xml", "--out", out)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let written = ["bib_001", "bib_002"].map { "\(out)/\($0).yaml: written" }
        #expect(outcome.output.split(separator: "\n").map(String.init) == (try report("bib-configurations")) + written)
        for bib in ["bib_001", "bib_002"] {
            #expect(folder.text(of: "bibs/\(bib).yaml") == (try text("\(Self.imports)/bib-configurations/\(bib).yaml")))
        }
        let check = try await portpool("validate", "\(out)/bib_001.yaml", "\(out)/bib_002.yaml")
        #expect(check.status == 0, "\(check.output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: out).sorted() == ["bib_001.yaml", "bib_002.yaml"])
    }

    @Test func everyFileOfTheOriginalBecomesPlansThatValidate() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.imports).filter { $0.hasSuffix(".xml") }
        #expect(files.count >= 4)
        for file in files {
            let outcome = try await portpool("import", "\(Self.imports)/\(file)", "--out", folder.path)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let plans = try FileManager.default.contentsOfDirectory(atPath: folder.path).map { "\(folder.path)/\($0)" }
        #expect(plans.count > files.count)
        let check = try await BuiltProgram("portpool").run(["validate"] + plans)
        #expect(check.status == 0, "\(check.output)")
    }

    @Test func whatIsThereIsOverwrittenOnlyByForce() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let plan = try folder.write("by hand\n", to: "client_demo.yaml")
        let file = "\(Self.imports)/bib_client_demo.xml"
        let refused = try await portpool("import", file, "--out", plan)
        #expect(refused.status == 64)
        #expect(refused.errors.contains("'\(plan)' is there already"))
        #expect(folder.text(of: "client_demo.yaml") == "by hand\n")
        #expect(try await portpool("import", file, "--out", plan, "--force").status == 0)
        #expect(folder.text(of: "client_demo.yaml").contains("bib: client_demo"))
    }

    @Test(arguments: ["mismatch", "cut_off", "external_entity", "refused", "other_root", "empty"])
    func aFileThatCannotBeImportedExitsWithFourAndWritesNothing(stem: String) async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let outcome = try await portpool(
            "import", "\(Self.imports)/broken/\(stem).xml", "--out", "\(folder.path)/bibs")
        #expect(outcome.status == 4)
        let expected = try text("\(Self.imports)/broken/\(stem).expected").split(separator: "\n")
            .map { "\(Self.imports)/broken/\($0)" }
        #expect(outcome.errors.split(separator: "\n").map(String.init) == expected)
        #expect(outcome.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/bibs"))
    }

    @Test func aFileThatIsNotThereExitsWithFour() async throws {
        let outcome = try await portpool("import", "/nowhere/bib.xml")
        #expect(outcome.status == 4)
        #expect(outcome.errors == "/nowhere/bib.xml:1:1: the file cannot be read: No such file or directory\n")
    }

    @Test func aFileThatNeverEndsIsReadNoFurtherThanTheLimit() async throws {
        let outcome = try await portpool("import", "/dev/zero")
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("more than 10 MiB"))
    }

    @Test func wrongUseExitsWithSixtyFour() async throws {
        let file = "\(Self.imports)/bib-configurations.xml"
        let single = "\(Self.imports)/bib_client_demo.xml"
        for (arguments, hint) in [
            (["import"], "Missing expected argument"),
            (["import", file], "the file holds 2 BIBs (bib_001, bib_002); give --out and a folder"),
            (["import", file, "--out", "/nowhere/one.yaml"], "the file holds 2 BIBs"),
            (["import", single, "--out", "/nowhere/other.yaml"], "must be called 'client_demo.yaml'"),
            (["import", single, "--force"], "--force goes with --out"),
        ] {
            let outcome = try await BuiltProgram("portpool").run(arguments)
            #expect(outcome.status == 64, "\(arguments)")
            #expect(outcome.errors.contains(hint), "\(outcome.errors)")
        }
    }

    @Test func theReportCanBeReadByPrograms() async throws {
        let outcome = try await portpool("import", "--json", "\(Self.imports)/bib_client_demo.xml")
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.plans.map(\.bib) == ["client_demo"])
        #expect(report.plans[0].yaml == (try text("\(Self.imports)/bib_client_demo/client_demo.yaml")))
        #expect(report.notes.map(\.text) == (try self.report("bib_client_demo")))
        #expect(report.notes.allSatisfy { $0.text.contains(":\($0.line):\($0.column): \($0.kind): \($0.element): ") })
        #expect(report.errors.isEmpty)

        let broken = try await portpool("import", "--json", "\(Self.imports)/broken/mismatch.xml")
        #expect(broken.status == 4)
        let refused = try JSONDecoder().decode(Report.self, from: Data(broken.output.utf8))
        #expect(refused.errors.count == 1)
        #expect(refused.plans.isEmpty)
    }

    private struct Report: Decodable {
        struct Plan: Decodable { var bib: String, yaml: String }
        struct Note: Decodable {
            var kind: String, element: String, reason: String, became: String?, text: String
            var line: Int, column: Int
        }
        var plans: [Plan]
        var notes: [Note]
        var errors: [String]
    }
}
