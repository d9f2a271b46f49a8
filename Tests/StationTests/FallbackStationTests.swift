import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

/// The service on a machine that forbids namespaces: its boards are told of by a list.
@Suite("A service whose boards are on a list", .timeLimit(.minutes(3)))
struct FallbackStationTests {
    /// Nobody may make namespaces, and root has no rights.
    private static let forbidden = [
        "unshare", "-Ur", "sh", "-c", "echo 0 > /proc/sys/user/max_user_namespaces; eval \"$0\"",
        "exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs \"$@\"",
    ]

    @Test("finds them, runs a plan to PASS, sees plugs pulled and put back, and says that this is not udev")
    func boardsOfAList() async throws {
        var log = ""
        let outcome = try await StationRig.with(.init(prefix: Self.forbidden)) { rig in
            let ports = try await rig.ports()
            let port = try #require(ports.ports.first { $0.id == "FT7SENS1-A" })
            #expect(port.portName.contains("/uutsim/rig/dev/ttyUSB"))
            let reasons = try await rig.client.status().reasons
            #expect(reasons.contains { $0.contains("devices.jsonl' and not from udev") })

            let run = try await rig.run("sensor_node", "node@FT7SENS1")
            #expect(run.result?.verdict == .pass, "\(run)")

            _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "s1"))
            _ = try await rig.port("FT7SENS1-A") { $0.status == .offline }
            try await rig.ports(available: 11)
            _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "s1", tty: "ttyUSB40"))
            _ = try await rig.port("FT7SENS1-A") { $0.status == .available && $0.portName.hasSuffix("/dev/ttyUSB40") }
            // So quick that nobody can have seen it gone.
            let before = try await rig.port("FT7SENS2-A") { $0.status == .available }.incarnation
            _ = try rig.boards.ask(ControlRequest(verb: .replug, board: "s2"))
            _ = try await rig.port("FT7SENS2-A") { $0.status == .available && $0.incarnation > before }
            #expect(try await rig.run("sensor_node", "node@FT7SENS2").result?.verdict == .pass)
            log = rig.folder.text(of: "state/logs/service.log")
        }
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("falling back to a list of devices"))
        let said = log.split(separator: "\n").filter { $0.contains("and not from udev") }
        let warnings = said.filter { !$0.contains("alert=") }
        #expect(warnings.count == 1, "said once, beside the alert that comes of it: \(said)")
    }

    @Test("a list that is not there is no list: the service does not start, and says what to do")
    func noList() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let outcome = try await BuiltProgram("portpool").run(
            ["serve", "--state", "\(folder.path)/state", "--device-list", "\(folder.path)/none.jsonl"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("none.jsonl' cannot be followed: No such file or directory"))
        #expect(outcome.errors.contains("empty where no device is there"))
    }

    @Test("a mistake in the list is told with file and line, and the other lines hold")
    func badLine() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let line = #"{"devnode":"/nowhere/ttyUSB0","vid":"0403","pid":"6001","serial":"FT7LIST","path":"1-2"}"#
        let list = try folder.write("nonsense\n\(line)\n", to: "list.jsonl")
        let outcome = try await BuiltProgram("portpool").run(
            ["run", "sensor_node", "--standalone", "--uut", "nobody", "--state", "\(folder.path)/state"]
                + ["--plans", "\(RigFolder.fixtures)/bibs", "--device-list", list])
        #expect(outcome.status == 64 || outcome.status == 2)
        let log = folder.text(of: "state/logs/service.log")
        #expect(log.contains("list.jsonl:1: not a JSON object"))
        #expect(log.contains("FT7LIST-A"))
    }
}
