/// A set of boards, and what happens to them.
public struct BenchScript: Sendable {
    public struct Board: Sendable {
        /// Names the board in the timeline and in commands.
        public let id: String
        /// The board's script.
        public let script: String
        /// iSerialNumber; nil for a chip without one.
        public let serial: String?
        /// The USB socket: `1-2.1`.
        public let path: String
        /// In place of the script's.
        public let variables: [String: BoardValue]
    }

    public let name: String
    public let seed: UInt64
    /// Real seconds for one second of the boards' own time: 0.1 is ten times faster.
    public let scale: Double
    /// USB paths of the hubs, by name.
    public let hubs: [String: String]
    /// In the order of the file.
    public let boards: [Board]
    let timeline: [TimelineEntry]

    /// Every fault that the timeline arms, with the board that it arms it on.
    public var faults: [(board: String, fault: Fault)] { timeline.compactMap(\.fault) }

    /// Scripts that the boards follow, each once.
    public var scriptNames: [String] { Set(boards.map(\.script)).sorted() }

    /// The seed of one board: adding a board does not change what the others do.
    public func seed(of board: Board) -> UInt64 { SeededGenerator.seed(seed, for: board.id) }

    /// What a command or a timeline means by `left` or `left-B`; nil where no board is called so.
    public func target(_ text: String) -> BenchTarget? { BenchTarget(text, among: boards.map(\.id)) }

    /// What a bench's board changes in its script that the script does not have.
    public func unknownVariables(of board: Board, in script: BoardScript) -> [String] {
        board.variables.keys.filter { script.variables[$0] == nil }.sorted()
    }
}
