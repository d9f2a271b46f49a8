import BoardModel
import Foundation
import Support
import Testing

/// Each fault of plugs and hosts, as two see it that know nothing of the rig: a plain client of libudev that has the first
/// port open, and `udevadm monitor`.
///
/// On the bench are `left` (two channels) and `right` on one hub, and `alone` on none.
@Suite("Faults of plugs and hosts, seen from outside", .timeLimit(.minutes(3)))
struct HotplugFaultTests {
    @Test("no kind of the catalogue that a world can show on plugs and hosts is left out") func noneIsLeftOut() throws {
        let kinds = try FaultCatalogue.entries.filter { entry in
            guard entry.transports.contains(.world), let specimen = entry.specimens.first else { return false }
            switch try Fault(argument: specimen).kind {
            case .plug, .host: return true
            case .answer, .bytes, .pieces, .line, .chip: return false
            }
        }
        #expect(Set(HotplugCase.all.map(\.kind)) == Set(kinds.map(\.name)))
    }

    @Test("each is what it is said to be", arguments: HotplugCase.all) func eachIsSeen(item: HotplugCase) async throws {
        let probe = try WorldProbe("hot-\(item.kind)-\(item.fault.count)")
        defer { probe.remove() }
        let bench = try probe.write(bench: Self.bench, board: Self.board)
        let outcome = try await probe.sh(Self.script(item), bench: bench, limit: 90)
        func written(_ name: String) throws -> String {
            try String(contentsOf: probe.folder.appending(path: name), encoding: .utf8)
        }
        let (seen, monitored) = try (written("seen"), written("told"))
        #expect(outcome.status == 0, "\(outcome.errors)\(seen)")
        #expect(outcome.output == item.output)
        try Self.check(seen, of: item)
        try Self.check(UdevMonitorLog(monitored), of: item)
    }

    /// Both observers listen; the fault strikes; at the end `alone` is pulled, and both have seen that.
    private static func script(_ item: HotplugCase) -> String {
        let client = WorldProbe.clients.appending(path: "udev_client.py").path()
        func until(_ condition: String) -> String { WorldProbe.until(condition) }
        return """
            mkfifo $FOLDER/end; /usr/bin/python3 \(client) /dev/ttyUSB0 < $FOLDER/end > $FOLDER/seen & client=$!
            exec 5> $FOLDER/end
            stdbuf -oL udevadm monitor --udev --kernel --property > $FOLDER/told & monitor=$!
            \(until("grep -q ready $FOLDER/seen"))
            \(until("[ $(grep -c ' 15 .* 00000002 ' /proc/net/netlink) = 2 ]"))
            \(item.before)
            $UUTSIM fault \(item.fault) > /dev/null || exit 2
            \(item.after)
            \(item.seen.map { until("grep -q '\($0)' $FOLDER/seen") }.joined(separator: "\n"))
            \(item.then)
            $UUTSIM unplug alone > /dev/null || exit 3
            \(until("grep -q 'remove 1-3' $FOLDER/seen"))
            \(until("grep -q 'remove .*/1-3 (usb)' $FOLDER/told"))
            kill $monitor; wait $monitor
            """
    }

    private static func check(_ seen: String, of item: HotplugCase) throws {
        let lines = seen.split(separator: "\n")
        let end = try #require(lines.firstIndex { $0.hasPrefix("remove ttyUSB4") }, "\(seen)")
        #expect(lines[end...] == ["remove ttyUSB4 FT0ALONE 00", "remove ttyUSB5 FT0ALONE 01", "remove 1-3"])
        var rest = lines[..<end]
        for pattern in item.seen {
            let regex = try Regex(pattern)
            guard let place = rest.firstIndex(where: { $0.firstMatch(of: regex) != nil }) else {
                Issue.record("'\(pattern)' did not come in its turn:\n\(seen)")
                return
            }
            rest = rest[(place + 1)...]
        }
        for pattern in item.never {
            let regex = try Regex(pattern)
            #expect(!lines[..<end].contains { $0.firstMatch(of: regex) != nil }, "'\(pattern)' came:\n\(seen)")
        }
    }

    private static func check(_ log: UdevMonitorLog, of item: HotplugCase) throws {
        // A world has no kernel of its own that tells of devices, only what udev says of them.
        #expect(Set(log.events.map(\.source)) == ["UDEV"])
        #expect(log.lacksSome == item.overflows)
        let noise = "change /devices/virtual/tty/tty0 as /dev/tty0"
        let (told, noises) = log.told.reduce(into: ([String](), 0)) { $1 == noise ? $0.1 += 1 : $0.0.append($1) }
        #expect((noises > 0) == item.overflows)
        let expected = item.told + HotplugCase.marker
        #expect(told.count == expected.count, "\(told)")
        for (line, pattern) in zip(told, expected) {
            #expect(try line.wholeMatch(of: Regex(pattern)) != nil, "'\(line)' is not '\(pattern)': \(told)")
        }
    }

    private static let board = """
        version: 1
        board: probe
        usb: { pid: "6010", product: "probe" }
        channels: { A: {}, B: {} }

        """
    private static let bench = """
        version: 1
        bench: probe
        boards:
          - { id: left, board: probe, serial: FT0LEFT, path: "1-2.1" }
          - { id: right, board: probe, serial: FT0RIGHT, path: "1-2.2" }
          - { id: alone, board: probe, serial: FT0ALONE, path: "1-3" }

        """
}
