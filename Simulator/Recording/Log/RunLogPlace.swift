/// Where a line of a log begins.
struct RunLogPlace: Sendable, Hashable {
    /// 1 for the first.
    let number: Int
    /// Bytes that stand above it.
    let offset: Int
}
