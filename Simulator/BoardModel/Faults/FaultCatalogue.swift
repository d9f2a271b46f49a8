/// Every kind of fault that the simulator knows.
public enum FaultCatalogue {
    /// In the order of the wire: answers, bytes, pieces, the line, the plug, the host, the chip.
    public static let entries: [FaultEntry] = answers + bytes + line + plug + host + chip

    /// In the order of the alphabet.
    public static let names: [String] = entries.map(\.name).sorted()

    /// nil where no kind is called so.
    public static func entry(_ name: String) -> FaultEntry? { entries.first { $0.name == name } }

    static let everywhere = Set(FaultTransport.allCases)
    private static let late = FaultOracle(.mustDetect, when: .pastDeadline, otherwise: .transparent)
    private static let added = FaultOracle(.mustDetect, when: .notIgnored, otherwise: .transparent)

    private static let answers = [
        FaultEntry("no_answer", "The unit does as it is told and says nothing.", on: everywhere, late),
        FaultEntry(
            "late_answer", "The answer comes later than it would; the unit goes on meanwhile.",
            [FaultParameter("delay", "how much later, or from..to", example: "3s")], on: everywhere, late,
            specimens: ["late_answer:delay=20ms", "late_answer:delay=3s"]),
        FaultEntry(
            "stale_answer", "The answer before comes again behind this one.",
            [FaultParameter("delay", "how long behind it; in the same piece where absent", example: "5ms")],
            on: everywhere, FaultOracle(.transparent)),
        FaultEntry(
            "duplicate_answer", "The answer comes twice.",
            [FaultParameter("delay", "how long after the first; in the same piece where absent", example: "5ms")],
            on: everywhere, FaultOracle(.transparent)),
        FaultEntry(
            "replace", "Another answer, one of these, in place of the right one.",
            [FaultParameter("with", "the text of it, with ${variables}", example: "ERR 7", isRequired: true)],
            on: everywhere, FaultOracle(.inBand), specimens: ["replace:with=ERR UNKNOWN"]),
        FaultEntry(
            "banner_reboot", "The unit starts anew in place of an answer, forgets its state and says its banner.",
            [FaultParameter("text", "a banner in place of the script's", example: "U-Boot 2024.01")], on: everywhere,
            added),
    ]

    private static let bytes = [
        FaultEntry(
            "corrupt_bits", "Bits of the answer flip.",
            [FaultParameter("rate", "of the bytes, each with one bit; one byte where absent", example: "10%")],
            on: everywhere, FaultOracle(.inBand)),
        FaultEntry(
            "drop_bytes", "Bytes of the answer are missing.",
            [FaultParameter("rate", "of the bytes; one where absent", example: "10%")], on: everywhere,
            FaultOracle(.inBand)),
        FaultEntry(
            "partial_line", "Only the beginning of the answer ever comes.",
            [FaultParameter("keep", "so many bytes; half of them where absent", example: "3")], on: everywhere,
            FaultOracle(.mustDetect)),
        FaultEntry(
            "wrong_eol", "The lines of the answer end in another way.",
            [FaultParameter("with", "crlf, lf or cr; where absent lf, or crlf in place of lf", example: "lf")],
            on: everywhere, FaultOracle(.transparent)),
        FaultEntry(
            "fragment", "The answer comes in pieces.",
            [
                FaultParameter("sizes", "of the pieces in bytes, over and over: 1 or 1 4 2", example: "1 4 2"),
                FaultParameter("gap", "between two pieces", example: "2ms"),
            ], on: everywhere, late),
        FaultEntry(
            "merge", "All that is said within a while comes as one piece.",
            [FaultParameter("gap", "how long it is held back", example: "16ms")], on: everywhere, late),
    ]

    private static let line = [
        FaultEntry(
            "garbage", "Random bytes with the answer.",
            [
                FaultParameter("bytes", "how many", example: "12"),
                FaultParameter("alphabet", "any or printable", example: "printable"),
                FaultParameter(
                    "place", "before, after, instead, or line: in front on a line of its own", example: "line"),
            ], on: everywhere, added, specimens: ["garbage:bytes=12", "garbage:bytes=12,place=line"]),
        FaultEntry(
            "noise_at_boot", "Random bytes when the port is first opened after power-on.",
            [FaultParameter("bytes", "how many", example: "12")], on: everywhere, added),
        FaultEntry("echo", "Every byte that the board hears is sent back.", on: everywhere, added),
        FaultEntry(
            "flood", "The board says lines that nobody asked for.",
            [
                FaultParameter("bytes", "the length of each line", example: "64"),
                FaultParameter("rate", "bytes a second", example: "20000"),
                FaultParameter("text", "of each line, in place of random ones", example: "# debug"),
            ], on: everywhere, added, specimens: ["flood:for=300ms"]),
        FaultEntry(
            "stop_reading", "The board hears nothing; what is sent to it waits.", on: everywhere, late,
            specimens: ["stop_reading:for=50ms", "stop_reading"]),
        FaultEntry(
            "xoff", "The board says XOFF, hears nothing, and says XON when that is over.", on: everywhere, late,
            specimens: ["xoff:for=50ms", "xoff"]),
        FaultEntry(
            "baud_mismatch", "The board's line has another rate than the rig's: each hears noise.",
            [FaultParameter("baud", "the board's rate; half of its own where absent", example: "57600")],
            on: everywhere, FaultOracle(.mustDetect)),
    ]

    private static let plug = [
        FaultEntry(
            "unplug", "The plug is pulled: when: { at: idle, mid_reply, mid_write or opening }.", on: everywhere,
            FaultOracle(.mustDetect, duty: .error),
            specimens: ["unplug", "unplug:at=mid_reply", "unplug:at=mid_write", "unplug:at=opening"]),
        FaultEntry(
            "replug", "The plug is pulled and put back.",
            [
                FaultParameter("after", "how long it is out", example: "2s"),
                FaultParameter("as", "the tty of the first port, or of each", example: "ttyUSB9"),
                FaultParameter("serial", "another serial number, perhaps that of another board", example: "FT7OTHER"),
                FaultParameter("swap", "whether the ttys of the channels come in reverse order", example: "true"),
            ], on: everywhere, FaultOracle(.mustDetect, duty: .identityOrRefused),
            specimens: ["replug:after=1s,at=mid_reply", "replug:after=1s,as=ttyUSB40", "replug:after=1s,swap=true"]),
    ]

    private static let host = [
        FaultEntry(
            "hub_pull", "The hub that the board is on is pulled, with all that is on it.",
            [
                FaultParameter("after", "how long it is out; for good where absent", example: "2s"),
                FaultParameter(
                    "boards", "only these of the hub's boards, with spaces between: it switches off their sockets",
                    example: "left right"),
            ], on: [.world, .vm],
            by: .host, FaultOracle(.mustDetect, duty: .error)),
        FaultEntry(
            "lost_remove", "The board is pulled and put back, and nobody is told that it was gone.",
            [FaultParameter("after", "how long it is out", example: "1s")], on: [.world], by: .host, recovered),
        FaultEntry(
            "lost_hangup", "The board is pulled and put back, and its old lines do not hang up.",
            [FaultParameter("after", "how long it is out", example: "1s")], on: [.world], by: .host, recovered),
        FaultEntry(
            "event_before_node", "The board is put back, and told of before its nodes are there.",
            [FaultParameter("delay", "how long before", example: "100ms")], on: [.world], by: .host, recovered),
        FaultEntry(
            "node_forbidden", "The board is put back, and its nodes may not be opened at first.",
            [FaultParameter("delay", "how long not", example: "100ms")], on: [.world], by: .host, recovered),
        FaultEntry(
            "netlink_overflow", "Events come faster than their listeners read, and Linux drops some.", on: [.world],
            by: .host, recovered),
        FaultEntry(
            "held_port", "Another program has the port open for itself alone.", on: [.world, .pty], by: .host,
            FaultOracle(.mustDetect, duty: .errorNamingHolder)),
    ]
    private static let recovered = FaultOracle(.transparent, when: .afterRecovery)

    private static let chip = [
        FaultEntry("framing", "A byte's stop bit is missing.", on: [.vm], by: .chip, FaultOracle(.mustDetect)),
        FaultEntry("parity", "A byte's parity is wrong.", on: [.vm], by: .chip, FaultOracle(.mustDetect)),
        FaultEntry(
            "overrun", "The chip's buffer overflows, and bytes are lost.", on: [.vm], by: .chip,
            FaultOracle(.mustDetect)),
        FaultEntry("break", "The line is held low.", on: [.vm], by: .chip, FaultOracle(.mustDetect)),
        FaultEntry(
            "wedged_adapter", "The chip takes no request any more.", on: [.vm], by: .chip,
            FaultOracle(.mustDetect, duty: .nothingElseStalls)),
    ]
}
