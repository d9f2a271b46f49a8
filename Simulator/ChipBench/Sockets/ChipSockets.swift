public import BoardModel
public import ChipBoard
public import FTDIChip
public import USBLink

/// Where the chips of a bench are plugged in: a machine's USB.
public protocol ChipSockets: Sendable {
    /// What faults can be shown there.
    var transport: FaultTransport { get }

    /// Plugs a chip in.
    /// - Returns: a connected stream that does not block, which the caller owns.
    func connect(_ board: String, _ chip: ChipIdentity) throws(ChipBoardError) -> Int32
    /// The chip's plug has been pulled: its stream is closed.
    func disconnected(_ board: String)
    /// Makes the protocol that is spoken on the stream.
    func session(_ chip: ChipIdentity) -> any USBSession
    /// The tty of each channel in order, where it can be known; nil for one that cannot.
    func ttys(of board: String, channels: Int) -> [String?]
}
