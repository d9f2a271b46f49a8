internal import RigModel

/// Something that a unit heard, and what it said from then until it heard more.
struct Turn: Sendable, Hashable {
    struct Speech: Sendable, Hashable {
        /// Behind the last byte that was heard, or behind the speech before.
        var after: Duration
        let channel: Channel
        var bytes: [UInt8]
    }
    let channel: Channel
    /// On a channel with lines: a line without its end.
    let heard: [UInt8]
    var speeches: [Speech] = []
}

/// What a unit said between the opening of a port and the first that it heard.
struct Greeting: Sendable, Hashable {
    /// How many turns were over.
    let turn: Int
    let channel: Channel
    /// Behind the opening.
    let after: Duration
    var bytes: [UInt8]
}
