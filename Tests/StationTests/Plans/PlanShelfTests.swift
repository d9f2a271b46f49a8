import Plans
import RigModel
import Testing

@testable import Station

@Suite struct PlanShelfTests {
    private func text(_ bib: String, send: String = "ID?") -> String {
        """
        version: 1
        bib: \(bib)
        match: { product: \(bib) }
        uuts: [{ id: u, ports: { p: { channel: A } }, test: [{ id: a, send: "\(send)", expect: "." }] }]

        """
    }
    private func catalog(_ files: [String: String]) -> PlanCatalog {
        var catalog = PlanCatalog()
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            catalog.add(Array(text.utf8), file: "bibs/\(name)", loader: .station)
        }
        return catalog
    }

    @Test func aPlanComesChangesAndGoes() throws {
        var shelf = PlanShelf()
        let added = shelf.take(catalog(["a.yaml": text("a")]))
        #expect(added.map(\.bib) == ["a"] && added.map(\.errors) == [[]])
        let first = try #require(shelf.plan("a")?.hash)
        #expect(shelf.take(catalog(["a.yaml": text("a")])) == [], "the same content is no change")
        let changed = shelf.take(catalog(["a.yaml": text("a", send: "SN?")]))
        #expect(changed.map(\.hash) == [shelf.plan("a")?.hash])
        #expect(shelf.plan("a")?.hash != first)
        let removed = shelf.take(catalog([:]))
        #expect(removed.map(\.isRemoved) == [true] && removed.map(\.bib) == ["a"])
        #expect(shelf.plans.isEmpty && !shelf.isKnown("a"))
    }

    @Test func theLastGoodVersionStaysWhileTheFileHasErrors() throws {
        var shelf = PlanShelf()
        _ = shelf.take(catalog(["a.yaml": text("a")]))
        let good = try #require(shelf.plan("a"))
        let broken = text("a") + "nonsense: 1\n"
        let news = shelf.take(catalog(["a.yaml": broken]))
        #expect(news.map(\.hash) == [good.hash])
        #expect(news.first?.errors.first?.hasPrefix("bibs/a.yaml:5:1: unknown key 'nonsense'") == true)
        #expect(news.map(\.uuts) == [["u"]])
        #expect(shelf.plan("a") == good)
        #expect(shelf.text("a") == broken, "what is shown is what has the errors")
        #expect(shelf.reasons.first?.contains("the last version without errors stays in use") == true)
        #expect(shelf.take(catalog(["a.yaml": broken])) == [])
        let mended = shelf.take(catalog(["a.yaml": text("a")]))
        #expect(mended.map(\.errors) == [[]] && shelf.reasons == [])
    }

    @Test func aFileThatIsBeingWrittenStaysAsItWas() {
        var shelf = PlanShelf()
        _ = shelf.take(catalog(["a.yaml": text("a")]))
        let good = shelf.plan("a")
        // Half of it, and half of a new one; both are plans by themselves.
        let half = catalog(["a.yaml": text("a", send: "X"), "b.yaml": text("b")])
        #expect(shelf.take(half, leaving: ["a.yaml", "b.yaml"]) == [])
        #expect(shelf.take(catalog([:]), leaving: ["a.yaml"]) == [])
        #expect(shelf.plan("a") == good && shelf.plan("b") == nil)
        #expect(shelf.take(half).map(\.bib) == ["a", "b"])
    }

    @Test func aPlanThatWasNeverValidIsShownAndCannotBeUsed() {
        var shelf = PlanShelf()
        let news = shelf.take(catalog(["a.yaml": "version: 1\n"]))
        #expect(news.map(\.hash) == [nil])
        #expect(shelf.isKnown("a") && shelf.plan("a") == nil && !shelf.errors("a").isEmpty)
    }
}
