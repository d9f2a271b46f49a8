public import RigModel

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

    /// The channel whose state and variables this one shares: itself, unless it is linked.
    func unit(of channel: Channel) -> Channel { channels[channel]?.link ?? channel }
}
