internal import RigModel

/// One channel of a board: its line, and what is said on it without being asked.
public struct ChannelScript: Sendable, Hashable {
    /// What the board's own UART is set to; bits per second.
    public let baud: UInt32
    public let endOfLine: EndOfLine
    /// Whether every byte received is sent back.
    public let echo: Bool
    /// Whether output takes the time that it takes on a wire, at the rate that the rig has set.
    public let pace: Bool
    /// Said after power-on.
    let boot: [BootEmission]
    /// State after power-on.
    let start: String
    /// The channel whose state and variables this one shares.
    let link: Channel?

    init(
        baud: UInt32 = 115_200, endOfLine: EndOfLine = .crlf, echo: Bool = false, pace: Bool = false,
        boot: [BootEmission] = [], start: String = "idle", link: Channel? = nil
    ) {
        self.baud = baud
        self.endOfLine = endOfLine
        self.echo = echo
        self.pace = pace
        self.boot = boot
        self.start = start
        self.link = link
    }
}
