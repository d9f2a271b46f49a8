import FoundationEssentials
import Plans
import RigModel
import StrictYAML
import Testing

struct PlanCatalogTests {
    private func plan(_ bib: String, match: String) -> [UInt8] {
        Array(
            """
            version: 1
            bib: \(bib)
            match: \(match)
            uuts: [ { id: u, ports: { p: { channel: A } }, test: [ { id: a, send: A, expect: '^A$' } ] } ]
            """.utf8)
    }
    private func catalog(_ matches: [(bib: String, match: String)]) -> PlanCatalog {
        var catalog = PlanCatalog()
        for (bib, match) in matches {
            catalog.add(plan(bib, match: match), file: "bibs/\(bib).yaml", loader: Fixture.loader)
        }
        return catalog
    }
    private func board(_ product: String, pid: String = "6011", serial: String? = "FT1") -> BoardSignature {
        BoardSignature(product: product, vendorID: "0403", productID: pid, serial: serial)
    }

    @Test func aPlanThatIsReadAgainReplacesTheOld() {
        var catalog = catalog([("a", #"{ product: "old" }"#)])
        catalog.add(plan("a", match: #"{ product: "new" }"#), file: "bibs/a.yaml", loader: Fixture.loader)
        #expect(catalog.plans.map(\.match.product) == ["new"])
    }

    @Test func aFileThatFailsKeepsTheOthersGoing() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plans-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for stem in try Fixture.stems(in: "bibs", ending: ".yaml") {
            try Data(try Fixture.bytes("bibs/\(stem).yaml")).write(to: folder.appending(path: "\(stem).yaml"))
        }
        try Data(try Fixture.bytes("broken/five_errors.yaml")).write(to: folder.appending(path: "five_errors.yaml"))
        try Data("x".utf8).write(to: folder.appending(path: ".hidden.yaml"))
        try Data("x".utf8).write(to: folder.appending(path: "notes.txt"))
        try Data("x".utf8).write(to: folder.appending(path: "short.yml"))
        try Data(repeating: 32, count: 2 << 20).write(to: folder.appending(path: "huge.yaml"))
        try FileManager.default.createDirectory(
            at: folder.appending(path: "folder.yaml"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "gone.yaml").path, withDestinationPath: "nowhere")

        let catalog = try PlanFolder(folder.path, loader: Fixture.loader).load()
        #expect(catalog.plans.map(\.bib) == ["client_demo", "production_test_v2", "sensor_node"])
        #expect(catalog.invalid.map(\.bib) == ["five_errors", "folder", "gone", "huge", "short.yml"])
        #expect(catalog.invalid("five_errors")?.problems.diagnostics.count == 5)
        #expect(catalog.invalid("five_errors")?.text?.contains("boud") == true)
        let reasons = catalog.invalid.dropFirst().map { $0.problems.diagnostics[0].message }
        #expect(
            reasons == [
                "the file cannot be read: Is a directory", "the file cannot be read: no such file or folder",
                "the file has 2097152 bytes", "the file is not read as a plan",
            ])
        let entry = try #require(catalog.entry("sensor_node"))
        #expect(entry.text == (try Fixture.text("bibs/sensor_node.yaml")))
        #expect(entry.file == "\(folder.path)/sensor_node.yaml")
    }

    @Test func aFolderThatIsNotThereIsAnError() {
        let error = #expect(throws: PlanFolderError.self) {
            try PlanFolder("/nowhere/at/all", loader: Fixture.loader).load()
        }
        #expect(error?.description == "the folder of plans '/nowhere/at/all' cannot be read: no such file or folder")
    }

    @Test func theDemoPlansFitTheDemoBoards() throws {
        let catalog = try PlanFolder("\(Fixture.folder)/bibs", loader: Fixture.loader).load()
        #expect(catalog.matching(of: board("client_demo")) == .matched("client_demo"))
        #expect(catalog.matching(of: board("production_test_v2")) == .matched("production_test_v2"))
        #expect(catalog.matching(of: board("sensor_node", pid: "6001")) == .matched("sensor_node"))
        #expect(catalog.matching(of: board("Dual RS232-HS", pid: "6010")) == .unmatched)
        #expect(catalog.plan("sensor_node")?.boards == .many)
    }
}
