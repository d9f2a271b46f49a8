internal import RigModel
internal import StrictYAML

extension BoardScriptReader {
    /// Reads the channels of a board; a linked one says only what differs from the one that it is linked to.
    func channels(_ value: YAMLValue, of usb: USBIdentity?, _ scope: ScriptScope) -> [Channel: ChannelScript]? {
        value.mapping { map in
            var entries: [(channel: Channel, value: YAMLValue)] = []
            for (key, value) in map.pairs() {
                guard let channel = Channel(letter: key.text), key.text == channel.description else {
                    value.report("'\(key)' is no channel", at: key.location, hint: "write A, B, C or D")
                    continue
                }
                if let usb, channel.number > usb.chip.channelCount {
                    value.report(
                        "an \(usb.chip.rawValue) has no channel \(channel)", at: key.location,
                        hint: "it has \(usb.chip.channelCount)")
                }
                entries.append((channel, value))
            }
            if entries.isEmpty { map.report("there is no channel", hint: "write 'A: {}' at least") }
            var channels: [Channel: ChannelScript] = [:]
            // Linked channels take their defaults from the others, so these are read first.
            for (channel, value) in entries where !isLinked(value) {
                channels[channel] = value.mapping { self.channel($0, defaults: ChannelScript(), link: nil, scope) }
            }
            let roots = Set(channels.keys)
            for (channel, value) in entries where isLinked(value) {
                channels[channel] = value.mapping { map in
                    guard let link = map["link"].flatMap({ self.link($0, of: channel, to: roots) }),
                        let root = channels[link]
                    else {
                        _ = map.pairs()
                        return nil
                    }
                    return self.channel(map, defaults: root, link: link, scope)
                }
            }
            return channels.count == entries.count && !entries.isEmpty ? channels : nil
        }
    }

    private func isLinked(_ value: YAMLValue) -> Bool {
        guard value.isMapping else { return false }
        return value.mapping { map in map.pairs().contains { $0.key.text == "link" } } ?? false
    }

    private func link(_ value: YAMLValue, of channel: Channel, to roots: Set<Channel>) -> Channel? {
        guard let target = ScriptScope.anyBoard.channel(value) else { return nil }
        guard roots.contains(target), target != channel else {
            value.report(
                "channel \(channel) cannot be linked to \(target)",
                hint: "link it to a channel that is there and is not linked itself")
            return nil
        }
        return target
    }

    private func channel(
        _ map: YAMLMapping, defaults: ChannelScript, link: Channel?, _ scope: ScriptScope
    ) -> ChannelScript? {
        let baud = map["baud"].map { $0.integer(in: 50...12_000_000) } ?? Int(defaults.baud)
        let endOfLine = map["eol"].map { $0.choice(EndOfLine.self) } ?? defaults.endOfLine
        let echo = map["echo"].map { $0.boolean() } ?? defaults.echo
        let pace = map["pace"].map { $0.boolean() } ?? defaults.pace
        let boot = map["boot"].map { $0.list { element in element.mapping { self.boot($0, scope) } } } ?? []
        if link != nil { map.refuse(["start"], because: "is that of the channel it is linked to") }
        let start: String? = map["start"].map { $0.string() } ?? defaults.start
        guard let baud, let endOfLine, let echo, let pace, let boot, let start else { return nil }
        return ChannelScript(
            baud: UInt32(baud), endOfLine: endOfLine, echo: echo, pace: pace, boot: boot, start: start, link: link)
    }

    private func boot(_ map: YAMLMapping, _ scope: ScriptScope) -> BootEmission? {
        let after = map["after"].map { $0.durationRange() } ?? Duration.zero...Duration.zero
        let text = map.required("emit").flatMap(scope.template)
        guard let after, let text else { return nil }
        return BootEmission(after: DurationRange(after), text: text)
    }
}
