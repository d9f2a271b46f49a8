import FoundationEssentials
import Plans
import RigModel
import StrictYAML
import Testing

/// What teaches the language is held to it.
struct GuideTests {
    /// By the chapter, its example made whole.
    static let plans: [String: String] = {
        var plans: [String: String] = [:]
        for chapter in PlanGuide.chapters {
            if let example = chapter.example { plans[chapter.name] = plan(example) }
        }
        return plans
    }()

    private static func plan(_ example: PlanGuide.Example) -> String {
        let head = "version: 1\nbib: demo\nmatch: { product: demo }\n"
        let ports = "    ports: { ctl: { channel: A }, aux: { channel: B } }\n"
        let test = "    test: [ { id: a, send: A, expect: '^A$' } ]\n"
        switch example.place {
        case .file: return example.yaml
        case .top: return head + example.yaml + "\nuuts:\n  - id: unit\n" + ports + test
        case .unit: return head + "uuts:\n  - id: unit\n" + ports + example.yaml.indented(by: 4) + "\n"
        case .ports:
            return head + "uuts:\n  - id: unit\n    ports:\n" + example.yaml.indented(by: 6) + "\n" + test
        case .steps:
            return head + "uuts:\n  - id: unit\n" + ports + "    test:\n" + example.yaml.indented(by: 6) + "\n"
        }
    }

    /// The plans of README's part on plans.
    static func readmePlans() throws -> [String] {
        let text = try Fixture.text("../README.md")
        let part = text.split(separator: "\n## Plans by example\n").last?.split(separator: "\n## ").first ?? ""
        return part.split(separator: "```").filter { $0.hasPrefix("yaml\n") }.map { String($0.dropFirst(5)) }
    }

    private func check(_ plan: String) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/guide-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data([1, 2, 3]).write(to: URL(filePath: "\(folder)/firmware.bin"))
        let bib = try #require(plan.firstMatch(of: /(?m)^bib: (\S+)/)?.1)
        let inspected = try Fixture.loader.inspect(Array(plan.utf8), file: "\(folder)/\(bib).yaml")
        // An example that shows one thing may leave a port or a STOP out.
        let findings = inspected.findings.filter {
            ![.unusedPort, .unusedCapture, .stopMissing].contains($0.rule)
        }
        #expect(findings.map(\.description) == [])
    }

    @Test(arguments: plans.keys.sorted())
    func anExampleOfTheHelpIsAPlan(chapter: String) throws {
        try check(try #require(Self.plans[chapter]))
    }

    @Test func theExamplesOfTheREADMEArePlans() throws {
        let plans = try Self.readmePlans()
        #expect(plans.count >= 2)
        for plan in plans { try check(plan) }
    }

    /// Whatever the language knows, the help shows.
    @Test(arguments: SchemaTests.keys.sorted())
    func theHelpShowsEveryKeyOfTheLanguage(key: String) throws {
        #expect(try #require(PlanGuide.text()).contains(key))
    }

    @Test func chaptersAreFoundByName() throws {
        let levels = try #require(PlanGuide.text(of: "levels"))
        #expect(levels.hasPrefix("WHAT ANSWERS MEAN  (levels)\n\n"))
        #expect(PlanGuide.text(of: "nothing") == nil)
        #expect(Set(PlanGuide.chapters.map(\.name)).count == PlanGuide.chapters.count)
        let longest = try #require(PlanGuide.text()).split(separator: "\n").map(\.count).max() ?? 0
        #expect(longest <= 124, "it is read in a terminal")
    }
}
