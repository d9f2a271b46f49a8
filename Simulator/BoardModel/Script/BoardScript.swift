internal import Patterns
public import RigModel
internal import StrictYAML

/// A kind of board: what it is on USB, what it says, what goes wrong with it. Any number of boards may follow one script.
public struct BoardScript: Sendable {
    /// The script's name; the stem of its file.
    public let name: String
    public let usb: USBIdentity
    /// What variables hold when the board has just got its power.
    public let variables: [String: BoardValue]
    /// The channels behind which there is something. The chip's others are ports too, and silent.
    public let channels: [Channel: ChannelScript]
    let rules: [Rule]
    let spontaneous: [SpontaneousOutput]
    let opening: [OpeningOutput]
    /// Armed from the beginning.
    public let faults: [Fault]
    let assertions: [Assertion]

    init(
        name: String, usb: USBIdentity, variables: [String: BoardValue], channels: [Channel: ChannelScript],
        rules: [Rule], spontaneous: [SpontaneousOutput] = [], opening: [OpeningOutput] = [], faults: [Fault] = [],
        assertions: [Assertion] = []
    ) {
        self.name = name
        self.usb = usb
        self.variables = variables
        self.channels = channels
        self.rules = rules
        self.spontaneous = spontaneous
        self.opening = opening
        self.faults = faults
        self.assertions = assertions
    }

    /// Every channel of the chip: each is a port, whether there is something behind it or not.
    public var ports: [Channel] { Array(Channel.allCases.prefix(usb.chip.channelCount)) }

    /// The states that its units may be in.
    public var states: Set<String> {
        Set(channels.values.map(\.start)).union(rules.compactMap(\.nextState))
    }

    /// Why a fault that was written elsewhere can never strike a board that follows this script; nil where it can.
    public func refusal(of fault: Fault) -> String? {
        if let channel = fault.channel, !ports.contains(channel) {
            return "\(name) has no channel \(channel); it has \(ports.map(\.description).joined(separator: ", "))"
        }
        let unknown = fault.trigger.states.subtracting(states).sorted()
        guard unknown.isEmpty else {
            return "\(name) is never in the state \(unknown.joined(separator: ", ")); it knows "
                + states.sorted().joined(separator: ", ")
        }
        let names = names(in: fault.kind)
        guard let stranger = fault.kind.texts.flatMap(\.template.names).first(where: { !names.contains($0) }) else {
            return nil
        }
        let near = suggestion(for: stranger, from: names).map { "\($0) " } ?? ""
        return "\(name) has nothing named '\(stranger)'; \(near)there are \(names.sorted().joined(separator: ", "))"
    }

    /// What a text of a fault may name: variables, and in an answer also the groups of the rules' patterns, of which it is
    /// not known before which rule fits.
    private func names(in kind: FaultKind) -> Set<String> {
        let groups = if case .answer = kind { rules.flatMap(\.pattern.captureNames) } else { [String]() }
        return Set(variables.keys).union(groups).union([Surroundings.channelName])
    }

    /// The channel whose state and variables this one shares: itself, unless it is linked.
    func unit(of channel: Channel) -> Channel { channels[channel]?.link ?? channel }
}
