import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

/// The service on a machine that forbids namespaces: its boards are told of by a list.
@Suite("A service whose boards are on a list", .timeLimit(.minutes(3)))
struct FallbackStationTests {
    @Test("finds them, runs a plan to PASS, sees plugs pulled and put back, and says that this is not udev")
    func boardsOfAList() async throws {
        var log = ""
        let outcome = try await StationRig.with(.init(prefix: StationRig.Setup.withoutNamespaces)) { rig in
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

    @Test("what is wrong with the list is in the status while it is so, and pulls no plug")
    func troubledList() async throws {
        try await StationRig.with(.init(prefix: StationRig.Setup.withoutNamespaces)) { rig in
            try await rig.ports(available: 12)
            let world = WorldFolder.find("rig", runtimeFolder: rig.folder.path, user: geteuid())
            let list = URL(filePath: world.deviceList)
            let good = try Data(contentsOf: list)
            func reason(_ part: String) async throws {
                _ = try await eventually("a reason with '\(part)'") { () -> Bool? in
                    try await rig.client.status().reasons.contains { $0.contains(part) } ? true : nil
                }
                #expect(try await rig.client.status().reasons.contains { $0.contains("and not from udev") })
            }

            try (good + Data("nonsense\n".utf8)).write(to: list, options: .atomic)
            try await reason("devices.jsonl:13: not a JSON object")
            try FileManager.default.removeItem(at: list)
            try await reason("cannot be read: No such file or directory (errno 2); the ports are as it said last")
            try await rig.ports(available: 12)
            #expect(try await rig.run("sensor_node", "node@FT7SENS1").result?.verdict == .pass)
            try good.write(to: list, options: .atomic)
            _ = try await eventually("the list is read again") { () -> Bool? in
                try await rig.client.status().reasons.count == 1 ? true : nil
            }
            #expect(try await rig.port("FT7SENS1-A") { $0.status == .available }.incarnation == 1)
            try Data().write(to: list, options: .atomic)
            _ = try await rig.port("FT7SENS1-A") { $0.status == .offline }
        }
    }

    @Test("a link, a folder and an empty name are no list: the service does not start, and says what to give")
    func noSuchList() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let list = try folder.write("", to: "list.jsonl")
        let link = "\(folder.path)/link.jsonl"
        #expect(symlink(list, link) == 0)
        for (given, status, words) in [
            (link, 2, "it is a symbolic link to '\(list)'"), (link, 2, "give that file itself"),
            (folder.path, 2, "it is a folder"), ("", 64, "--device-list names a file, and '' is none"),
        ] as [(String, Int32, String)] {
            let outcome = try await BuiltProgram("portpool").run(
                ["serve", "--state", "\(folder.path)/state", "--device-list", given])
            #expect(outcome.status == status && outcome.errors.contains(words), "\(given): \(outcome)")
        }
    }

    @Test("'help serve' names every key of a list, and what one without it means")
    func help() async throws {
        let help = try await BuiltProgram("portpool").run(["help", "serve"]).output
        let keys = "devnode vid pid path serial product interface bcdDevice manufacturer address"
        for key in keys.split(separator: " ") { #expect(help.contains(key)) }
        let words = help.split { $0 == " " || $0.isNewline }.joined(separator: " ")
        for meaning in [
            "no plan fits that has 'product' in its 'match'", "0 is A and 3 is D; without it, 0", "the chip is unknown",
            "an empty file says that no tty is there",
        ] { #expect(words.contains(meaning)) }
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
        // The board of the good line has no product, so that no plan is for it.
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("no board of 'sensor_node' is plugged in"))
        let log = folder.text(of: "state/logs/service.log")
        #expect(log.contains("list.jsonl:1: not a JSON object"))
        #expect(log.contains("FT7LIST-A"))
    }
}
