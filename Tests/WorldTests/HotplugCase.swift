import Testing

/// A fault of plugs or hosts, and what the two observers of ``HotplugFaultTests`` must see of it: a plain client of
/// libudev that has the first port open, and `udevadm monitor`.
struct HotplugCase: Sendable, CustomTestStringConvertible {
    /// As `uutsim fault` takes it.
    let fault: String
    /// The client's lines that must come, in this order, others between them or not.
    let seen: [String]
    /// The client's lines that must not come.
    var never: [String] = []
    /// All that udevadm tells of devices and ttys, one pattern for each line of ``UdevMonitorLog/told``.
    let told: [String]
    /// Shell that runs when all of ``seen`` has come.
    var then = ":"
    var output = ""
    /// Shell that runs before the fault, and right after it.
    var before = ":"
    var after = ":"
    /// Whether Linux drops events, of which `change tty0` is the noise.
    var overflows = false
    var kind: String { String(fault.split(separator: " ")[1]) }
    var testDescription: String { fault }
}

extension HotplugCase {
    /// The board that is pulled last of all, in every case: both observers see that only when all that was before has
    /// come, so that what has not come by then does not come any more.
    static let marker = pulled("1-3", "FT0ALONE", [4, 5])

    private static func pulled(_ socket: String, _ serial: String, _ ttys: [Int]) -> [String] {
        ttys.enumerated().map { "remove \(socket):1.\($0) /dev/ttyUSB\($1) \(serial)" }
            + ["unbind \(socket)", "remove \(socket)"]
    }

    /// - Parameter ttys: nil where Linux gives the lowest that are free.
    private static func plugged(_ socket: String, _ serial: String, _ ttys: [Int]? = nil) -> [String] {
        let ports = (0...1).map { interface in
            "add \(socket):1.\(interface) /dev/ttyUSB\(ttys.map { "\($0[interface])" } ?? "[0-9]") \(serial)"
        }
        return ["add \(socket)"] + ports + ["bind \(socket)"]
    }

    private static let left = pulled("1-2.1", "FT0LEFT", [0, 1])
    private static let right = pulled("1-2.2", "FT0RIGHT", [2, 3])
    private static let leftAgain = plugged("1-2.1", "FT0LEFT")
    private static let gone = ["hangup /dev/ttyUSB0", "remove ttyUSB0 FT0LEFT 00"]

    static let all = plugs + hosts

    private static let plugs = [
        HotplugCase(fault: "left unplug", seen: gone + ["remove 1-2.1"], never: ["remove 1-2$", "add"], told: left),
        HotplugCase(
            fault: "left replug after=50ms as=ttyUSB9", seen: gone + ["add ttyUSB9 FT0LEFT 00 ok"],
            told: left + plugged("1-2.1", "FT0LEFT", [9, 10])),
        HotplugCase(
            fault: "left replug after=50ms serial=FT0ALONE", seen: gone + ["add ttyUSB. FT0ALONE 00 ok"],
            told: left + plugged("1-2.1", "FT0ALONE")),
        HotplugCase(
            fault: "left replug after=50ms as=ttyUSB40 swap=true", seen: gone + ["add ttyUSB41 FT0LEFT 00 ok"],
            told: left + plugged("1-2.1", "FT0LEFT", [41, 40]),
            then: "sort $FOLDER/seen | grep add.ttyUSB40", output: "add ttyUSB40 FT0LEFT 01 ok\n"),
    ]

    private static let hosts = [
        HotplugCase(
            fault: "left hub_pull after=50ms",
            seen: gone + ["remove ttyUSB2 FT0RIGHT 00", "remove 1-2", "add 1-2", "add 1-2.1"],
            never: ["remove ttyUSB4"],
            told: left + right + ["unbind 1-2", "remove 1-2", "add 1-2", "bind 1-2"] + leftAgain
                + plugged("1-2.2", "FT0RIGHT"),
            then: WorldProbe.until("grep -q 'add ttyUSB[0-9] FT0RIGHT 00 ok' $FOLDER/seen")),
        HotplugCase(
            fault: "left hub_pull boards=right", seen: ["remove ttyUSB2 FT0RIGHT 00", "remove 1-2.2"],
            never: ["hangup", "remove 1-2$", "remove 1-2.1", "remove ttyUSB0"], told: right),
        HotplugCase(
            fault: "left lost_remove after=50ms", seen: ["hangup /dev/ttyUSB0", "add ttyUSB. FT0LEFT 00 ok"],
            never: ["remove"], told: leftAgain),
        HotplugCase(
            fault: "left lost_hangup after=50ms", seen: ["remove ttyUSB0 FT0LEFT 00", "add ttyUSB. FT0LEFT 00 ok"],
            never: ["hangup"], told: left + leftAgain),
        HotplugCase(
            fault: "left event_before_node delay=300ms",
            seen: gone + ["add ttyUSB. FT0LEFT 00 ENOENT", "openable ttyUSB."], told: left + leftAgain),
        HotplugCase(
            fault: "left node_forbidden delay=300ms",
            seen: gone + ["add ttyUSB. FT0LEFT 00 EACCES", "openable ttyUSB."], told: left + leftAgain),
        // Neither reads until events of both have been dropped; and nothing of interest happens until both have read.
        HotplugCase(
            fault: "left netlink_overflow", seen: ["overflow"], told: left,
            then: """
                \(WorldProbe.until("! \(listeners(that: "$5 > 0"))"))
                $UUTSIM unplug left > /dev/null || exit 4
                """,
            before: "kill -STOP $client $monitor",
            after: """
                n=0; until \(listeners(that: "$9 == 0", isAny: false)); do
                    n=$((n+1)); [ $n -gt 100 ] && exit 98
                    $UUTSIM fault left netlink_overflow > /dev/null || exit 2; sleep 0.05
                done
                kill -CONT $client $monitor
                """, overflows: true),
        HotplugCase(
            fault: "right-A held_port", seen: [], told: [],
            then: """
                \(WorldProbe.held("/dev/ttyUSB2"))
                holder=$(ls -l /proc/[0-9]*/fd/* 2>/dev/null | grep ttyUSB2 | sed 's|.*/proc/\\([0-9]*\\)/.*|\\1|')
                tr '\\0' ' ' < /proc/$holder/cmdline | grep -o 'uutsim hold .*'
                $UUTSIM clear right held_port > /dev/null
                \(WorldProbe.until("(exec 4<>/dev/ttyUSB2) 2>/dev/null"))
                echo free
                """, output: "uutsim hold /dev/ttyUSB2 \nfree\n"),
    ]

    /// Shell: whether there is one, or none, among udev's listeners of which this is so; `$5` is what waits for it in
    /// bytes, `$9` what Linux has dropped.
    private static func listeners(that condition: String, isAny: Bool = true) -> String {
        "awk '$2 == 15 && $4 == \"00000002\" && \(condition) { n++ } END { exit n \(isAny ? "== 0" : "> 0") }' /proc/net/netlink"
    }
}
