import Foundation
import RigModel
import Station
import Testing

@testable import portpool

@Suite struct RunSettingsTests {
    private func load(_ text: String) throws -> StationConfiguration {
        let folder = try RigFolder()
        defer { folder.remove() }
        return try StationConfiguration.load(file: try folder.write(text, to: "rig.yaml"), state: "/tmp/state")
    }
    private func errors(_ text: String) throws -> [String] {
        do {
            _ = try load(text)
            return []
        } catch StationError.badConfiguration(let errors) {
            return errors.map { String($0[($0.range(of: "rig.yaml")?.lowerBound ?? $0.startIndex)...]) }
        }
    }

    @Test func parallelRunsAndNamesOfPortsAreRead() throws {
        #expect(try load("version: 1\n").parallelRuns == 64)
        let configuration = try load(
            "version: 1\nparallel: { runs: 3 }\nports: { FT7A-A: { alias: left }, FT7A-B: { alias: right } }\n")
        #expect(configuration.parallelRuns == 3)
        #expect(configuration.portAliases == ["FT7A-A": "left", "FT7A-B": "right"])
    }

    @Test func whatCannotBeMeantIsToldWithItsPlace() throws {
        #expect(try errors("version: 1\nparallel: { runs: 0 }\n").first?.hasPrefix("rig.yaml:2:19: ") == true)
        let twice = try errors("version: 1\nports: { T-A: { alias: x }, T-B: { alias: x } }\n")
        #expect(twice == ["rig.yaml:2:34: 'x' is the alias of T-A already; give each port its own"])
        let bad = try errors("version: 1\nports: { T-A: { alias: \"a b\" } }\n")
        #expect(bad.first?.contains("'a b' is no name") == true)
    }

    @Test(arguments: ["FT7", "FT7-E", "FT7-a", "-A", "FT 7-A", "ttyUSB0", ".x-A"])
    func whatCanBeNoPortIsRefusedWhereItStands(id: String) throws {
        let message = "'\(id)' is no id of a port: it is a board's and a channel from A to D, as FT7ABCDE-A"
        #expect(
            try errors("version: 1\nports: { \"\(id)\": { alias: x } }\n") == [
                "rig.yaml:2:10: \(message); `portpool ports` lists those that are plugged in"
            ])
        #expect(try load("version: 1\nports: { usb-1-1.2-D: { alias: x } }\n").portAliases == ["usb-1-1.2-D": "x"])
    }

    @Test func namesOfTheStationAreRead() throws {
        #expect(try load("version: 1\n").hosts == [])
        #expect(
            try load("version: 1\nhttp: { hosts: [ bench-3.factory.lan, 10.0.0.7, \"2001:db8::7\" ] }\n").hosts
                == ["bench-3.factory.lan", "10.0.0.7", "2001:db8::7"])
        #expect(
            try errors("version: 1\nhttp: { hosts: \"http://bench-3:8080\" }\n") == [
                "rig.yaml:2:16: 'http://bench-3:8080' is no host name; write it without scheme and port, as "
                    + "bench-3.factory.lan"
            ])
    }

    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("90s", .seconds(90)), ("30m", .seconds(1_800)),
        ("8h", .seconds(28_800)), ("7d", .seconds(604_800)),
    ])
    func aPeriodIsWrittenAsInFiles(text: String, duration: Duration) {
        #expect(Period(argument: text)?.duration == duration)
    }

    @Test(arguments: ["", "5", "0s", "-1s", "1.5h", "5 s", "1w", "99999999999d"])
    func whatIsNoPeriodIsRefused(text: String) { #expect(Period(argument: text) == nil) }

    @Test func aLoopForATimeEndsWithIt() {
        #expect(LoopCount.until(.now + .seconds(3_600)).goesOn(after: 1_000_000))
        #expect(!LoopCount.until(.now).goesOn(after: 1))
    }
}
