import Foundation
import PortPool
@testable import Station
import Testing

/// `leases` and `quarantine` of `rig.yaml`.
@Suite struct LeaseConfigurationTests {
    private func load(_ text: String) throws -> StationConfiguration {
        let folder = try RigFolder()
        defer { folder.remove() }
        return try StationConfiguration.load(
            file: try folder.write("version: 1\n" + text, to: "rig.yaml"), state: "/tmp/state")
    }

    private func errors(_ text: String) throws -> [String] {
        do {
            _ = try load(text)
            return []
        } catch let error as StationError {
            guard case .badConfiguration(let errors) = error else { throw error }
            return errors.map { String($0.drop { $0 != ":" }) }
        }
    }

    @Test func whatIsNotSaidIsAsUsual() throws {
        let configuration = try load("")
        #expect(configuration.leases == LeaseLimits())
        #expect(configuration.quarantine == QuarantinePolicy())
    }

    @Test func everyLimitCanBeSet() throws {
        let configuration = try load(
            """
            leases: { term: 5m, longest: 2h, heartbeat: 10s, wait: 1h, reappear: 1m, longest_run: 30m }
            quarantine: { flaps: 8, within: 2m, failures: 0, check: 30s, longest_check: 1h }
            """)
        #expect(
            configuration.leases
                == LeaseLimits(
                    term: .seconds(300), longest: .seconds(7_200), heartbeat: .seconds(10), patience: .seconds(3_600),
                    reappear: .seconds(60), longestRun: .seconds(1_800)))
        #expect(
            configuration.quarantine
                == QuarantinePolicy(
                    flaps: 8, window: .seconds(120), failures: nil, firstCheck: .seconds(30),
                    longestCheck: .seconds(3_600)))
    }

    @Test(arguments: [
        ("leases: { longest: 1m, term: 2m }", ":2:24: 'term' is longer than 'longest', which no lease may exceed"),
        ("leases: { term: 12h }", ":2:11: 'term' is longer than 'longest', which no lease may exceed"),
        ("leases: { hartbeat: 5s }", ":2:11: unknown key 'hartbeat'; did you mean 'heartbeat'?"),
        ("leases: { term: 5 }", ":2:17: 'term' has no unit: '5'; write a duration such as 500ms, 3s, 2m, 1h or 30d"),
        ("quarantine: { flaps: -1 }", ":2:22: 'flaps' is -1; it must be 0 to 1000"),
        (
            "quarantine: { check: 1h }",
            ":2:15: 'check' is longer than 'longest_check', up to which it is doubled"
        ),
        ("quarantine: never", ":2:13: 'quarantine' is not a mapping of keys and values: 'never'"),
    ])
    func aWrongValueIsToldWithItsPlace(text: String, error: String) throws {
        #expect(try errors(text) == [error])
    }
}
