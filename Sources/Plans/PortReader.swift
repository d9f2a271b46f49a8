internal import RigModel
internal import StrictYAML

/// Reads one port of a unit.
struct PortReader {
    let alias: String
    let defaultEndOfLine: EndOfLine

    func read(_ map: YAMLMapping, channels: inout ChannelUse) -> PortPlan? {
        var line = LineSettings()
        var framing = Framing.lines
        let channel = map.required("channel").flatMap { readChannel($0, use: &channels) }
        if let baud = map["baud"]?.integer(in: 50...12_000_000) { line.baud = UInt32(baud) }
        for value in map["frame"]?.oneOrMany() ?? [] { readFrame(value, &line, &framing) }
        if let flow = map["flow"]?.choice(LineSettings.Flow.self) { line.flow = flow }
        if let dtr = map["dtr"]?.choice(LineSettings.ModemLine.self) { line.dtr = dtr }
        if let rts = map["rts"]?.choice(LineSettings.ModemLine.self) { line.rts = rts }
        if let hangUp = map["hupcl"]?.boolean() { line.hangUpOnClose = hangUp }
        if let lowLatency = map["low_latency"]?.boolean() { line.lowLatency = lowLatency }
        let endOfLine = map["eol"]?.choice(EndOfLine.self) ?? defaultEndOfLine
        let settle = map["settle"]?.duration() ?? .zero
        let pace = map["pace"]?.duration() ?? .zero
        guard let channel else { return nil }
        return PortPlan(
            alias: alias, channel: channel, line: line, endOfLine: endOfLine, framing: framing, settle: settle,
            pace: pace)
    }

    private func readChannel(_ value: YAMLValue, use: inout ChannelUse) -> Channel? {
        guard let letter = value.choice(among: Channel.allCases.map(\.description)),
            let channel = Channel(letter: letter)
        else { return nil }
        use.add(channel, value)
        return channel
    }

    /// `8N1` sets the characters; `lines` or `idle 20ms` what makes bytes into frames. A list may give both.
    private func readFrame(_ value: YAMLValue, _ line: inout LineSettings, _ framing: inout Framing) {
        guard let text = value.string() else { return }
        let parities: [Character: LineSettings.Parity] = ["N": .none, "E": .even, "O": .odd, "M": .mark, "S": .space]
        let letters = Array(text.uppercased())
        if letters.count == 3, let bits = letters[0].wholeNumberValue, (5...8).contains(bits),
            let parity = parities[letters[1]], let stop = letters[2].wholeNumberValue, (1...2).contains(stop)
        {
            line.dataBits = UInt8(bits)
            line.parity = parity
            line.stopBits = UInt8(stop)
        } else if text == "lines" {
            framing = .lines
        } else if text.hasPrefix("idle "), let silence = value.duration(String(text.dropFirst(5))),
            silence > .zero
        {
            framing = .idle(silence)
        } else {
            value.report(
                "not a frame: '\(text)'", hint: "write data bits, parity and stop bits such as 8N1, or 'idle 20ms'")
        }
    }
}

/// Finds a channel that two ports of a plan want.
struct ChannelUse {
    private var lines: [Channel: Int] = [:]

    mutating func add(_ channel: Channel, _ value: YAMLValue) {
        if let line = lines[channel] {
            value.report("channel \(channel) is in use already, by the port in line \(line)")
        } else {
            lines[channel] = value.location.line
        }
    }
}
