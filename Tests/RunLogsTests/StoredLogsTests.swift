import Foundation
import RigModel
import Testing

@testable import RunLogs

@Suite(.timeLimit(.minutes(1))) struct StoredLogsTests {
    @Test func logsAreReadAsTheyAreAndStaySo() async throws {
        let folder = try LogFolder()
        let (first, open) = (
            LoggedExample(),
            LoggedExample("01JD3V6T4N0000000000000002", startedAt: .example.advanced(by: .seconds(60)))
        )
        let logs = try await folder.logs()
        await logs.consume([first.started, open.started, open.received("HALF\r\n".utf8), first.completed(.pass)])
        let file = try #require(await logs.file(bib: "client_demo", uut: "production_uut", run: open.request.id))
        let before = try folder.files().map { try folder.bytes($0) }

        let stored = StoredLogs(folder: folder.path)
        #expect(await stored.units() == [LoggedUnit(bib: "client_demo", uut: "production_uut", runs: 2)])
        let sealed = try await stored.log(bib: "client_demo", uut: "production_uut", run: first.request.id)
        #expect(String(decoding: try #require(sealed), as: UTF8.self).contains("# verdict     PASS"))
        // A run that no service has ended is shown as far as it came, and not sealed.
        let half = try await stored.log(bib: "client_demo", uut: "production_uut", run: nil)
        #expect(half == (try [UInt8](Data(contentsOf: URL(fileURLWithPath: file.absolutePath)))))
        #expect(String(decoding: half ?? [], as: UTF8.self).contains("HALF"))
        #expect(try folder.files().map { try folder.bytes($0) } == before)
        #expect(try await stored.log(bib: "client_demo", uut: "nobody", run: nil) == nil)
        #expect(try await stored.log(bib: "client_demo", uut: "production_uut", run: "nothing") == nil)
    }

    @Test func aFileWhoseDatesSomebodyHasEditedIsLeftOut() async throws {
        let folder = try LogFolder()
        let run = LoggedExample()
        try await folder.logs().consume([run.started, run.completed(.pass)])
        let file = try #require(try folder.files().first { $0.hasSuffix("_14h30.log") })
        try folder.write(try folder.text(file).replacing("2026-09-01T", with: "9999-09-01T"), to: file)
        #expect(await StoredLogs(folder: folder.path).units().isEmpty)
        #expect(try await folder.logs().units().isEmpty)
    }

    @Test func aFolderThatIsNotThereHoldsNone() async throws {
        #expect(await StoredLogs(folder: "/nowhere/at/all").units().isEmpty)
    }
}
