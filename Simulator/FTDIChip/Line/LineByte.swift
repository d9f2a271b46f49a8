/// A byte on its way from the board, with what is wrong with it.
struct LineByte: Sendable, Hashable {
    let byte: UInt8
    let error: LineError?
}
