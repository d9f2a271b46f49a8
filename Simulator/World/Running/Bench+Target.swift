public import BoardModel
import RigModel

extension BenchTarget {
    /// The board, for what is done to its plug.
    /// - Throws: `request` where it is one channel of a board: all of them hang on one plug.
    public func wholeBoard(for verb: ControlRequest.Verb) throws(WorldError) -> String {
        guard channel != nil else { return board }
        throw .request(
            "\(self) is one port of board \(board), and a plug is the whole board's; write \(verb.rawValue) \(board)")
    }
}

extension Bench {
    /// What a request means by `left` or `left-B`.
    /// - Throws: `request` where it names none; `unknownBoard`; `unknownChannel` where the board has no such channel.
    public func target(_ text: String?) throws(WorldError) -> BenchTarget {
        guard let text else {
            throw .request("'board' is missing; this bench has \(script.boards.map(\.id).joined(separator: ", "))")
        }
        if let target = script.target(text) {
            try require(target.channel.map(\.description), of: target.board)
            return target
        }
        if let dash = text.lastIndex(of: "-"), script.boards.contains(where: { $0.id == text[..<dash] }) {
            try require(String(text[dash...].dropFirst()), of: String(text[..<dash]))
        }
        throw .unknownBoard(text, known: script.boards.map(\.id))
    }

    /// Throws where a fault can never strike a board, because of what its script has.
    public func check(_ fault: Fault, of board: String) throws(WorldError) {
        guard let place = script.boards.first(where: { $0.id == board }) else { return }
        if let refusal = boards[place.script]?.refusal(of: fault) { throw .request(refusal) }
    }

    /// - Parameter channel: `B`; nil for the whole board.
    private func require(_ channel: String?, of board: String) throws(WorldError) {
        guard let channel, let place = script.boards.first(where: { $0.id == board }),
            let known = boards[place.script]?.ports.map(\.description), !known.contains(channel)
        else { return }
        throw .unknownChannel(channel, board: board, known: known)
    }
}
