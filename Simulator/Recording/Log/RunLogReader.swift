internal import Crypto
internal import RigModel

/// Reads the lines of a log in their order.
struct RunLogReader {
    /// What a port's settings are where its log does not say.
    private static let usualBaud: UInt32 = 115_200

    let execution: String
    let bib: String
    let board: String
    let startedAt: Int64
    private(set) var unit: RecordedUnit
    /// What the log has not got, one sentence each.
    private(set) var doubts: [String] = []

    private let path: String
    private let ports: [RunLogLine.Port]
    private var lastTime: Duration = .zero
    /// The latest line of bytes, whose time may yet turn out to be that of giving up.
    private var waiting: (line: RunLogLine, time: Duration, channel: Channel, bytes: [UInt8])?
    /// Of the last bytes that are in `unit`.
    private var moment: Duration = .zero
    /// What each channel has said to its end, as far as its ends of lines tell.
    private var endings: [Channel: SaidEnding] = [:]
    private var lastReceived: (step: String?, time: Duration)?
    private var isSealed = false
    /// The number of the line that was read last.
    private var lastNumber = 1

    init(header: RunLogLine, path: String) throws(RecordingError) {
        guard header.type == "header", let execution = header.executionId, let bib = header.bibId,
            let board = header.boardId, let ports = header.ports
        else { throw .noLog(path: path) }
        guard let startedAt = header.startTime.flatMap(ClockText.milliseconds) else {
            throw .badLine(path: path, line: 1, what: "the log does not say when its run began")
        }
        self.execution = execution
        self.bib = bib
        self.board = board
        self.startedAt = startedAt
        self.path = path
        self.ports = ports
        var channels: [Channel: UInt32] = [:]
        for port in ports {
            guard let channel = Self.channel(of: port.port) else {
                throw .badLine(path: path, line: 1, what: "port '\(port.port)' does not say which channel it is")
            }
            channels[channel] = Self.usualBaud
        }
        unit = RecordedUnit(channels: channels)
    }

    mutating func take(_ line: RunLogLine, at place: RunLogPlace) throws(RecordingError) {
        let number = place.number
        guard !isSealed else { throw .badLine(path: path, line: number, what: "it stands behind the log's seal") }
        lastNumber = number
        switch line.type {
        case "lost": throw .lacksLines(path: path, count: line.lines ?? 1)
        case "seal":
            if let lost = line.lostLines, lost > 0 { throw .lacksLines(path: path, count: lost) }
            try check(seal: line, at: place)
            isSealed = true
            if let verdict = line.verdict.flatMap(Verdict.init(rawValue:)), verdict.isOfTheRig {
                doubts.append(
                    "run \(execution) ended with \(verdict.rawValue), which is not of the unit: the board says what it said "
                        + "until then, and where the plan asks on a replay ends with TIMEOUT")
            }
        case "line":
            let time = Duration.milliseconds(line.elapsedMs ?? 0)
            lastTime = max(lastTime, time)
            settle(before: line, at: time)
            guard let direction = line.direction, let text = line.text else { return }
            if direction == "--" { return note(text, at: time) }
            guard let channel = line.port.flatMap(Self.channel), unit.channels[channel] != nil else {
                throw .badLine(path: path, line: number, what: "its port is none of the run's")
            }
            guard let bytes = VisibleText.bytes(text) else {
                throw .badLine(path: path, line: number, what: "its text is not as the service writes bytes")
            }
            waiting = (line, time, channel, bytes)
        default: return
        }
    }

    /// What stands above a seal is what was sealed.
    private func check(seal: RunLogLine, at place: RunLogPlace) throws(RecordingError) {
        guard let lines = seal.lines, let bytes = seal.bytes, let sealed = seal.sha256 else {
            throw .badLine(path: path, line: place.number, what: "the seal does not say what it is of")
        }
        guard lines == place.number - 1, bytes == place.above.count else {
            throw .badLine(
                path: path, line: place.number,
                what: "the seal is of \(lines) lines with \(bytes) bytes, and above it stand \(place.number - 1) with "
                    + "\(place.above.count); have the service write the log anew: portpool logs rebuild")
        }
        let found = VisibleBytes.hex(Array(SHA256.hash(data: place.above)))
        guard found == sealed else { throw .altered(path: path, sealed: sealed, found: found) }
    }

    /// The log is over: the ports are closed.
    mutating func end() {
        settle(before: nil, at: lastTime)
        if !isSealed {
            doubts.append(
                "\(path):\(lastNumber): the log ends here without its seal, as its run is not over or its end is lost; the "
                    + "board will not say what came later")
        }
        for (channel, ending) in endings.sorted(by: { $0.key < $1.key }) where ending.lacksLineFeed {
            doubts.append(
                "channel \(channel): what was said last in run \(execution) ends with CR, and the LF of its other lines is "
                    + "not in the log, as nobody read on; the board will not say it either")
        }
        for channel in unit.channels.keys.sorted() { unit.append(TrafficEvent(at: lastTime, on: channel, .closed)) }
    }

    /// Puts the latest bytes in their place, now that the line behind them is known.
    private mutating func settle(before next: RunLogLine?, at nextTime: Duration) {
        guard let (line, time, channel, bytes) = waiting else { return }
        waiting = nil
        var came = time
        switch line.direction {
        case "TX":
            lastReceived = nil
            append(.sent(bytes), on: channel, at: time)
            return
        case "RX":
            let isWhole = bytes.last == 0x0A || bytes.last == 0x0D
            // Half a frame is written down when the attempt is over, whenever it came.
            let isGivenUp = next?.direction != "RX" && nextTime - time <= .milliseconds(1)
            if !isWhole, isGivenUp { came = halfway(to: time) }
            lastReceived = (line.step, time)
        default:
            // What was left over came with the frame that ended the exchange; the rest came at any time before.
            let isLeftOver =
                lastReceived.map {
                    line.level == "DEBUG" && (line.step == nil || $0.step == line.step)
                        && time - $0.time <= .milliseconds(1)
                }
            if isLeftOver != true { came = halfway(to: time) }
        }
        // The LF of a CRLF that was cut between two reads has no time of its own, whatever other ports said meanwhile.
        if bytes == [0x0A], let cut = endings[channel]?.cutAt { came = cut }
        append(.said(bytes), on: channel, at: came)
        endings[channel, default: SaidEnding()].take(bytes, at: came)
    }

    private mutating func append(_ kind: TrafficEvent.Kind, on channel: Channel, at time: Duration) {
        unit.append(TrafficEvent(at: time, on: channel, kind))
        moment = time
    }

    private func halfway(to time: Duration) -> Duration { moment + (max(time, moment) - moment) / 2 }

    /// `ctl = port FT7DEMO1-A at /dev/ttyUSB0, 115200 8N1`: the port has been opened.
    private mutating func note(_ text: String, at time: Duration) {
        guard let port = ports.first(where: { text.hasPrefix("\($0.alias) = port \($0.port) at ") }),
            let channel = Self.channel(of: port.port)
        else { return }
        let settings = text.split(separator: ", ", maxSplits: 1).last ?? ""
        if let baud = settings.split(separator: " ").first.flatMap({ UInt32($0) }), baud > 0 {
            unit.channels[channel] = baud
        }
        unit.append(TrafficEvent(at: time, on: channel, .opened))
        moment = max(moment, time)
    }

    /// `FT7DEMO1-A` is A.
    private static func channel(of port: String) -> Channel? {
        port.split(separator: "-").last.flatMap { Channel(letter: String($0)) }
    }
}

extension Verdict {
    /// A plug that was pulled, or a person who ended the run: no board can say that.
    fileprivate var isOfTheRig: Bool {
        switch self {
        case .error, .aborted, .interrupted: true
        case .pass, .warn, .fail, .critical, .timeout: false
        }
    }
}
