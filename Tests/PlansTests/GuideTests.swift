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
        for chapter in PlanGuide.all.chapters {
            if let example = chapter.example { plans[chapter.name] = plan(example) }
        }
        return plans
    }()

    /// With all around it that a plan needs, and nothing else.
    private static func plan(_ example: PlanGuide.Example) -> String {
        let head = "version: 1\nbib: demo\nmatch: { product: demo }\n"
        let usesAux = example.yaml.contains("aux")
        let ports = "    ports: { ctl: { channel: A }\(usesAux ? ", aux: { channel: B }" : "") }\n"
        let aux = usesAux ? ", { id: b, send: B, port: aux, expect: '^B$' }" : ""
        let test = "    test: [ { id: a, send: A, expect: '^A$' }\(aux) ]\n"
        let stop = "    stop: [ { id: bye, send: EXIT, expect: '^BYE$' } ]\n"
        switch example.place {
        case .file: return example.yaml
        case .top: return head + example.yaml + "\nuuts:\n  - id: unit\n" + ports + test
        case .ports:
            return head + "uuts:\n  - id: unit\n    ports:\n" + example.yaml.indented(by: 6) + "\n" + test
        case .steps:
            return head + "uuts:\n  - id: unit\n" + ports + "    test:\n" + example.yaml.indented(by: 6) + "\n" + stop
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
        let findings = try Fixture.loader.inspect(Array(plan.utf8), file: "\(folder)/\(bib).yaml").findings
        // A capture may be there to be kept with the result, which is a note and no warning.
        #expect(findings.filter { $0.rule.weight == .warning }.map(\.description) == [])
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

    @Test(arguments: try Fixture.stems(in: "bibs", ending: ".yaml"))
    func aPlanOfTheDemoIsWithoutAWarning(stem: String) throws { try check(Fixture.text("bibs/\(stem).yaml")) }

    /// The keys that examples have: not what is a comment, a text or a pattern.
    private static let shown: Set<String> = {
        let examples = PlanGuide.all.chapters.compactMap { $0.example?.yaml }.joined(separator: "\n")
        let plain = examples.replacing(/"[^"\n]*"|'[^'\n]*'/, with: "''").replacing(/#.*/, with: "")
        return Set(plain.matches(of: /([a-z_]+):[ \n]/).map { String($0.1) })
    }()

    /// Whatever the language knows, an example shows.
    @Test(arguments: SchemaTests.keys.sorted())
    func anExampleShowsEveryKeyOfTheLanguage(key: String) { #expect(Self.shown.contains(key)) }

    /// Whatever word may stand behind a key is named where the key is.
    @Test(arguments: SchemaTests.words.keys.sorted())
    func theHelpNamesEveryWordThatAKeyMayHave(key: String) throws {
        let chapters = PlanGuide.all.chapters.map { "\($0.text)\n\($0.example?.yaml ?? "")\n\($0.after)" }
        func words(_ text: String) -> Set<Substring> { Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }) }
        let named = chapters.map(words).filter { $0.contains(Substring(key)) }.reduce(into: Set<Substring>()) {
            $0.formUnion($1)
        }
        let lacking = try #require(SchemaTests.words[key]).filter { !named.contains(Substring($0)) }
        #expect(lacking == [])
    }

    @Test func chaptersAreFoundByName() throws {
        let levels = try #require(PlanGuide.all.text(of: "levels"))
        #expect(levels.hasPrefix("WHAT ANSWERS MEAN  (levels)\n\n"))
        #expect(PlanGuide.all.text(of: "nothing") == nil)
        #expect(Set(PlanGuide.all.chapters.map(\.name)).count == PlanGuide.all.chapters.count)
        let longest = try #require(PlanGuide.all.text()).split(separator: "\n").map(\.count).max() ?? 0
        #expect(longest <= 124, "it is read in a terminal")
    }
}
