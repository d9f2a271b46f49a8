import RigModel

/// Likely causes of a bad step, from what was seen of it: the six usual suspects. Facts in, sentences out.
///
/// Only what the line itself makes likely is said: a step that is good, or whose unit answered FAIL, has no hint.
struct CauseHints: Sendable {
    var outcome: Outcome
    /// The port that was listened to.
    var port: PortPlan
    /// The port that was written to.
    var sender: PortPlan
    var sent: [UInt8] = []
    var received: [UInt8] = []
    /// Bytes of a line that was not ended.
    var tail: [UInt8] = []
    /// Nothing but the echo of the command came, and it was left out.
    var hasOnlyEcho = false
    /// A frame that was judged is the command.
    var hasJudgedEcho = false
    /// The unit has been understood on this port before, in this run.
    var hasAnswered = false
    /// What came on other ports of the unit meanwhile.
    var elsewhere: [Elsewhere] = []
    /// Who else has the port open.
    var foreignReader: String?

    struct Elsewhere: Sendable, Hashable {
        var alias: String
        var port: PortID
        var bytes: [UInt8]
        /// A level's pattern fits a line of it.
        var isAnswer: Bool
    }

    var sentences: [String] {
        switch outcome {
        case .noMatch, .timeout, .phaseTimeout:
            return [wrongBaud, echo, wrongChannel, missingEndOfLine, reader].compactMap { $0 }
        case .error(let fault) where fault.kind == .writeStuck: return [stuckFlow]
        case .level, .error, .stopped: return []
        }
    }

    private var wrongBaud: String? {
        guard isText(sent), Self.isGarbage(received) else { return nil }
        return "what came is no text (\(Quoted(Array(received.prefix(24))))): does the unit speak at "
            + "\(port.line.baud) baud, \(port.line.frame)? A wrong rate looks like this"
    }

    private var echo: String? {
        if hasOnlyEcho {
            return "only the command itself came back: the unit echoes and does not answer, or TX is wired to RX; "
                + "where the echo is the answer, set `echo: off`"
        }
        guard hasJudgedEcho else { return nil }
        return
            "a line that came is the command itself: the unit echoes; set `echo: auto` so that its echo is not judged"
    }

    private var wrongChannel: String? {
        guard received.isEmpty || hasOnlyEcho else { return nil }
        if let other = elsewhere.first(where: \.isAnswer) {
            return "an answer that fits came on port '\(other.alias)' (\(other.port)) instead of '\(port.alias)': "
                + "are two channels swapped, or is `listen: \(other.alias)` meant?"
        }
        guard let other = elsewhere.first else { return nil }
        return "nothing came on port '\(port.alias)', but \(Quoted(Array(other.bytes.prefix(24)))) on '\(other.alias)' "
            + "(\(other.port)): are two channels swapped?"
    }

    private var missingEndOfLine: String? {
        if !tail.isEmpty, port.framing == .lines, !Self.isGarbage(tail) {
            return "\(Quoted(Array(tail.suffix(24)))) came without an end of line: if the unit never sends one, "
                + "set `frame: idle 20ms` on port '\(port.alias)'"
        }
        guard received.isEmpty, elsewhere.isEmpty, !hasAnswered, !sent.isEmpty, isText(sent), sender.endOfLine != .crlf
        else { return nil }
        let ending =
            switch sent.last {
            case 0x0d: "CR only"
            case 0x0a: "LF only"
            default: "no end of line"
            }
        return
            "the command was sent with \(ending): does the unit wait for another? Set `eol` of port '\(sender.alias)'"
    }

    private var reader: String? {
        foreignReader.map { "\($0) has the port open too and may have read the answer away: end that program" }
    }

    private var stuckFlow: String {
        switch sender.line.flow {
        case .rtscts:
            "the unit holds CTS off, so nothing may be sent: is it powered, and are CTS and RTS wired? "
                + "Else set `flow: none` on port '\(sender.alias)'"
        case .xonxoff:
            "the unit has sent XOFF and no XON, so nothing may be sent: is it busy, or was noise taken for XOFF? "
                + "Else set `flow: none` on port '\(sender.alias)'"
        case .none:
            "the line takes no bytes though no flow control is set: unplug the adapter and plug it in again"
        }
    }

    private func isText(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { (0x20...0x7e).contains($0) || $0 == 0x0d || $0 == 0x0a || $0 == 0x09 }
    }

    /// A quarter or more of it is neither printable nor white space nor valid UTF-8 text.
    static func isGarbage(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return false }
        let controls = bytes.count { ($0 < 0x20 && !(0x07...0x0d).contains($0) && $0 != 0x1b) || $0 == 0x7f }
        let high = bytes.count { $0 >= 0x80 }
        let isUTF8 = high > 0 && String(validating: bytes, as: UTF8.self) != nil
        return (controls + (isUTF8 ? 0 : high)) * 4 >= bytes.count
    }
}

extension LineSettings {
    /// `8N1`.
    var frame: String { "\(dataBits)\(parity.rawValue.prefix(1).uppercased())\(stopBits)" }
}
