public import RigModel

/// A board, or one channel of it: `left`, `left-B`.
public struct BenchTarget: Sendable, Hashable, CustomStringConvertible {
    public let board: String
    public let channel: Channel?

    public init(board: String, channel: Channel? = nil) {
        self.board = board
        self.channel = channel
    }
    /// nil where it is neither one of the boards nor one of them with a channel.
    public init?(_ text: String, among boards: [String]) {
        if boards.contains(text) {
            self.init(board: text)
        } else if let dash = text.lastIndex(of: "-"), boards.contains(String(text[..<dash])),
            let channel = Channel(letter: String(text[text.index(after: dash)...]))
        {
            self.init(board: String(text[..<dash]), channel: channel)
        } else {
            return nil
        }
    }
    public var description: String { board + (channel.map { "-\($0)" } ?? "") }
}
