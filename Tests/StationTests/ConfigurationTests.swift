import Foundation
import RigModel
import Station
import Testing

@Suite struct ConfigurationTests {
    /// A folder of the test's own with a `rig.yaml` in it.
    private func file(_ text: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rig-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "rig.yaml")
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private func errors(_ text: String) throws -> [String] {
        let path = try file(text)
        do {
            _ = try StationConfiguration.load(file: path, state: "/tmp/state")
            return []
        } catch {
            guard case .badConfiguration(let errors) = error else { throw error }
            return errors.map { $0.replacingOccurrences(of: path, with: "rig.yaml") }
        }
    }

    @Test func everyValueHasADefault() throws {
        let configuration = try StationConfiguration.load(file: try file("version: 1\n"), state: "/tmp/state")
        #expect(configuration.listen == ["127.0.0.1:8080", "unix:portpool.sock"])
        #expect(configuration.plansFolder == "bibs")
        #expect(configuration.state.socket == "/tmp/state/portpool.sock")
        #expect(configuration.devices.isEmpty)
    }

    @Test func aPathIsMeantFromWhereTheFileLies() throws {
        let path = try file(
            "version: 1\nplans: plans\nhttp: { listen: \"127.0.0.1:9000\" }\nstation: { id: rig7, timezone: Europe/Warsaw }\n"
        )
        let configuration = try StationConfiguration.load(file: path, state: nil)
        #expect(configuration.plansFolder == URL(filePath: path).deletingLastPathComponent().path + "/plans")
        #expect(configuration.listen == ["127.0.0.1:9000"])
        #expect(configuration.stationID == "rig7")
        #expect(configuration.zone.name == "Europe/Warsaw")
    }

    @Test func allErrorsAreToldWithTheirPlace() throws {
        #expect(
            try errors(
                "version: 1\nstaton: { id: x }\nstation: { timezone: Mars/Base }\ndevices: [ { vid: \"403\", pid: \"6001\" } ]\n"
            ) == [
                "rig.yaml:2:1: unknown key 'staton'; did you mean 'station'?",
                "rig.yaml:3:22: 'Mars/Base' is no time zone; write one like Europe/Warsaw",
                "rig.yaml:4:19: '403' is no USB id; write four hex digits in quotes, as \"0403\"",
            ])
    }

    @Test func whatThisVersionCannotDoIsRefused() throws {
        #expect(
            try errors("version: 1\nalerts: []\n").first?.contains("'alerts' is not supported by this version") == true)
        #expect(
            try errors("version: 1\nhistory: { retain: 30d }\n").first?
                .contains("'retain' is not supported by this version") == true)
    }

    @Test func theMemoryForWhatTheStoreCannotTakeIsBounded() throws {
        func memory(_ text: String) throws -> Int {
            try StationConfiguration.load(file: try file("version: 1\n\(text)"), state: nil).storeMemory
        }
        #expect(try memory("") == 64 << 20)
        #expect(try memory("history: { memory: 8MiB }\n") == 8 << 20)
        #expect(
            try errors("version: 1\nhistory: { memory: 1KiB }\n") == [
                "rig.yaml:2:20: 'memory' is 1024 bytes; write 64KiB to 4GiB"
            ])
    }

    @Test func aFileThatWasNamedMustBeThere() {
        #expect(throws: StationError.self) { try StationConfiguration.load(file: "/nowhere/rig.yaml", state: nil) }
    }
}
