import FoundationEssentials
import Plans
import RigModel
import StrictYAML
import Testing

struct ImportFixtureTests {
    static let stems = (try? Fixture.stems(in: "imports", ending: ".xml")) ?? []
    static let broken = (try? Fixture.stems(in: "imports/broken", ending: ".xml")) ?? []

    private func load(_ plan: XMLImport.ImportedPlan) throws -> Plan {
        try Fixture.loader.load(Array(plan.yaml.utf8), file: "\(plan.bib).yaml")
    }

    /// Each file of the original has its plans and its report beside it.
    @Test(arguments: stems)
    func aFileOfTheOriginalBecomesThesePlansWithThisReport(stem: String) throws {
        let imported = try XMLImport(try Fixture.bytes("imports/\(stem).xml"), file: "\(stem).xml")
        #expect(
            try Fixture.stems(in: "imports/\(stem)", ending: ".yaml") == imported.plans.map(\.bib.rawValue).sorted())
        for plan in imported.plans {
            #expect(plan.yaml == (try Fixture.text("imports/\(stem)/\(plan.bib).yaml")))
            #expect(try load(plan).bib == plan.bib)
        }
        let report = imported.notes.map { "\($0)\n" }.joined()
        #expect(report == (try Fixture.text("imports/\(stem).report")))
    }

    /// Each file that cannot be imported has its messages beside it.
    @Test(arguments: broken)
    func aFileThatIsNoBIBIsRefusedWithItsPlace(stem: String) throws {
        let bytes = try Fixture.bytes("imports/broken/\(stem).xml")
        let error = #expect(throws: XMLProblems.self) { try XMLImport(bytes, file: "\(stem).xml") }
        let messages = (error?.diagnostics ?? []).map { "\($0)\n" }.joined()
        #expect(messages == (try Fixture.text("imports/broken/\(stem).expected")))
    }

    @Test func thereAreFilesToTry() {
        #expect(Self.stems.count >= 4)
        #expect(Self.broken.count >= 10)
    }

    /// Every doubt of the report is marked in the plan, by its line.
    @Test(arguments: stems)
    func everyDoubtIsMarkedInThePlan(stem: String) throws {
        let imported = try XMLImport(try Fixture.bytes("imports/\(stem).xml"), file: "\(stem).xml")
        let doubts = imported.notes.filter { $0.kind == .doubted }.map { "# doubt, line \($0.location.line):" }
        let marks = imported.plans.flatMap { $0.yaml.split(separator: "\n") }
            .filter { $0.contains("# doubt, line") }
            .map { $0.drop { $0 == " " }.prefix { $0 != ":" } + ":" }
        #expect(doubts.sorted() == marks.map(String.init).sorted())
    }

    /// Whatever becomes of a file, it is plans that load, or it is refused with a place.
    @Test(arguments: stems)
    func aDamagedFileBecomesPlansThatLoadOrIsRefused(stem: String) throws {
        let original = try Fixture.bytes("imports/\(stem).xml")
        let pieces = [
            "<x/>", "</test>", "<!-- -->", "\\r\\n", "&#13;", "${", "'", "\"", "\n", "(", "\\", "#", ": ", "\u{2028}",
            "é", "<command>\\x</command>", "true", "9", "-", "]]>", "&amp;", "<![CDATA[ ' ]]>", "\t", "%",
        ].map { Array($0.utf8) }
        var random = SystemlessRandom(seed: UInt64(stem.utf8.count))
        var imports = 0
        for _ in 0..<200 {
            var bytes = original
            for _ in 0...random.below(2) {
                let place = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(6)))
                case 1, 2: bytes.insert(contentsOf: pieces[random.below(pieces.count)], at: place)
                default: bytes[place] = UInt8(random.below(128))
                }
            }
            do throws(XMLProblems) {
                let imported = try XMLImport(bytes, file: "\(stem).xml")
                imports += 1
                for plan in imported.plans {
                    #expect(throws: Never.self, "\(String(decoding: bytes, as: UTF8.self))") { try load(plan) }
                }
            } catch {
                #expect(!error.diagnostics.isEmpty)
                #expect(error.diagnostics.allSatisfy { $0.location.line >= 1 && $0.location.column >= 1 })
            }
        }
        #expect(imports > 10, "enough of them were plans still")
    }
}

/// The same numbers for the same seed.
struct SystemlessRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 | 1 }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(1, bound)
    }
}
