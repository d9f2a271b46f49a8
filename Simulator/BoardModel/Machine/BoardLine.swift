internal import RigModel

/// The board's end of one channel.
struct BoardLine: Sendable {
    /// What waits to be heard is dropped past this.
    static let mostUnheard = 64 * 1024

    var assembler: LineAssembler
    /// In place of `assembler`, on a channel without lines.
    var raw = RawInput()
    /// Whether the rig has the port open; what is said meanwhile is lost, as on a real chip.
    var isOpen = false
    /// How often it has opened it since power-on.
    var visits = 0
    /// The rate that the rig has set, where it is known.
    var observedBaud: UInt32?
    /// What the rig has sent while the board hears nothing.
    var unheard: [UInt8] = []
    /// What waits for the wire, or is passing it.
    var output = OutputQueue()
    /// When the first byte of `output` began to pass.
    var outputBegan = VirtualTime.zero
    /// In place of `output`, while a fault decides in what pieces it comes.
    var batch: Batch?
    /// The plug is pulled when all output has passed; nothing more is put on the wire.
    var pullWhenPassed: PlugFault?
    /// The right answer to the line before.
    var lastAnswer: [UInt8] = []

    init(endOfLine: EndOfLine) { assembler = LineAssembler(endOfLine: endOfLine) }

    var isSilent: Bool { output.isEmpty && batch == nil }
}
