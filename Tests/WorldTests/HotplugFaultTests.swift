import BoardModel
import Foundation
import Support
import Testing

/// Each fault of plugs and hosts, as a plain client of libudev sees it that has the first port open.
///
/// On the bench are `left` (two channels) and `right` on one hub, and `alone` on none.
@Suite("Faults of plugs and hosts, seen from outside", .timeLimit(.minutes(3)))
struct HotplugFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// As `uutsim fault` takes it.
        let fault: String
        /// The lines that must come, in this order, others between them or not.
        let seen: [String]
        /// Lines that must not come.
        var never: [String] = []
        /// Shell that runs when all of them have come.
        var then = ":"
        var output = ""
        /// Shell that runs before the fault, and right after it.
        var before = ":"
        var after = ":"
        var kind: String { String(fault.split(separator: " ")[1]) }
        var testDescription: String { fault }
    }

    private static let gone = ["hangup /dev/ttyUSB0", "remove ttyUSB0 FT0LEFT 00"]
    static let cases = [
        Case(fault: "left unplug", seen: gone + ["remove 1-2.1"], never: ["remove 1-2$", "add"]),
        Case(fault: "left replug after=50ms as=ttyUSB9", seen: gone + ["add ttyUSB9 FT0LEFT 00 ok"]),
        Case(fault: "left replug after=50ms serial=FT0ALONE", seen: gone + ["add ttyUSB. FT0ALONE 00 ok"]),
        Case(
            fault: "left replug after=50ms as=ttyUSB40 swap=true", seen: gone + ["add ttyUSB41 FT0LEFT 00 ok"],
            then: "sort $FOLDER/seen | grep add.ttyUSB40", output: "add ttyUSB40 FT0LEFT 01 ok\n"),
        Case(
            fault: "left hub_pull after=50ms",
            seen: gone + ["remove ttyUSB2 FT0RIGHT 00", "remove 1-2", "add 1-2", "add 1-2.1"],
            never: ["remove ttyUSB4"], then: until("grep -q 'add ttyUSB[0-9] FT0RIGHT 00 ok' $FOLDER/seen")),
        Case(
            fault: "left hub_pull boards=right", seen: ["remove ttyUSB2 FT0RIGHT 00", "remove 1-2.2"],
            never: ["hangup", "remove 1-2$", "remove 1-2.1", "remove ttyUSB0"]),
        Case(
            fault: "left lost_remove after=50ms", seen: ["hangup /dev/ttyUSB0", "add ttyUSB. FT0LEFT 00 ok"],
            never: ["remove"]),
        Case(
            fault: "left lost_hangup after=50ms", seen: ["remove ttyUSB0 FT0LEFT 00", "add ttyUSB. FT0LEFT 00 ok"],
            never: ["hangup"]),
        Case(
            fault: "left event_before_node delay=300ms",
            seen: gone + ["add ttyUSB. FT0LEFT 00 ENOENT", "openable ttyUSB."]),
        Case(
            fault: "left node_forbidden delay=300ms",
            seen: gone + ["add ttyUSB. FT0LEFT 00 EACCES", "openable ttyUSB."]),
        Case(
            fault: "left netlink_overflow", seen: ["overflow"], then: "$UUTSIM unplug left > /dev/null",
            before: "kill -STOP $client",
            after: until("awk '$2 == 15 && $9 > 0' /proc/net/netlink | grep -q .") + "; kill -CONT $client"),
        Case(
            fault: "right-A held_port", seen: [],
            then: """
                \(until("! (exec 4<>/dev/ttyUSB2) 2>/dev/null"))
                holder=$(ls -l /proc/[0-9]*/fd/* 2>/dev/null | grep ttyUSB2 | sed 's|.*/proc/\\([0-9]*\\)/.*|\\1|')
                tr '\\0' ' ' < /proc/$holder/cmdline | grep -o 'uutsim hold .*'
                $UUTSIM clear right held_port > /dev/null
                \(until("(exec 4<>/dev/ttyUSB2) 2>/dev/null"))
                echo free
                """, output: "uutsim hold /dev/ttyUSB2 \nfree\n"),
    ]

    @Test("no kind of the catalogue that a world can show on plugs and hosts is left out") func noneIsLeftOut() throws {
        let kinds = try FaultCatalogue.entries.filter { entry in
            guard entry.transports.contains(.world), let specimen = entry.specimens.first else { return false }
            switch try Fault(argument: specimen).kind {
            case .plug, .host: return true
            case .answer, .bytes, .pieces, .line, .chip: return false
            }
        }
        #expect(Set(Self.cases.map(\.kind)) == Set(kinds.map(\.name)))
    }

    private static func until(_ condition: String) -> String { WorldProbe.until(condition) }

    @Test("each is what it is said to be", arguments: cases) func eachIsSeen(item: Case) async throws {
        let probe = try WorldProbe("hot-\(item.kind)-\(item.fault.count)")
        defer { probe.remove() }
        let bench = try probe.write(bench: Self.bench, board: Self.board)
        let client = WorldProbe.clients.appending(path: "udev_client.py").path()
        let waiting = item.seen.map { Self.until("grep -q '\($0)' $FOLDER/seen") }.joined(separator: "\n")
        let outcome = try await probe.sh(
            """
            mkfifo $FOLDER/end; /usr/bin/python3 \(client) /dev/ttyUSB0 < $FOLDER/end > $FOLDER/seen & client=$!
            exec 5> $FOLDER/end
            \(Self.until("grep -q ready $FOLDER/seen"))
            \(item.before)
            $UUTSIM fault \(item.fault) > /dev/null || exit 2
            \(item.after)
            \(waiting)
            \(item.then)
            """, bench: bench)
        let seen = try String(contentsOf: probe.folder.appending(path: "seen"), encoding: .utf8)
        #expect(outcome.status == 0, "\(outcome.errors)\(seen)")
        #expect(outcome.output == item.output)
        var rest = seen.split(separator: "\n")[...]
        for pattern in item.seen {
            let regex = try Regex(pattern)
            guard let place = rest.firstIndex(where: { $0.firstMatch(of: regex) != nil }) else {
                Issue.record("'\(pattern)' did not come in its turn:\n\(seen)")
                return
            }
            rest = rest[(place + 1)...]
        }
        for pattern in item.never {
            #expect(try seen.firstMatch(of: Regex(pattern).anchorsMatchLineEndings()) == nil, "\(seen)")
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
