internal import RigModel

/// The board's end of one channel.
struct BoardLine: Sendable {
    var assembler: LineAssembler
    /// Whether the rig has the port open; what is said meanwhile is lost, as on a real chip.
    var isOpen = false
    /// The rate that the rig has set, where it is known.
    var observedBaud: UInt32?
    /// What waits for the wire, or is passing it.
    var output = OutputQueue()
    /// When the first byte of `output` began to pass.
    var outputBegan = VirtualTime.zero
    /// The plug is pulled when `output` has passed; nothing more is put on the wire.
    var pullWhenPassed: PlugFault?

    init(endOfLine: EndOfLine) { assembler = LineAssembler(endOfLine: endOfLine) }
}
