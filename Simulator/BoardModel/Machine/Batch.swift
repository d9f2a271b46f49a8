internal import RigModel

/// Output that comes in pieces of its own, whatever the pace of the line: what is said meanwhile waits behind it.
struct Batch: Sendable {
    private let sizes: [Int]
    /// Before each piece, the first one too: so it makes no difference in what pieces the batch itself was filled.
    let gap: Duration
    private var next = 0
    private var backlog: [UInt8]

    init(_ fault: PieceFault, _ bytes: [UInt8]) {
        backlog = bytes
        switch fault {
        case .fragment(let sizes, let gap):
            self.sizes = sizes
            self.gap = gap
        case .merge(let gap):
            sizes = [.max]
            self.gap = gap
        }
    }

    var count: Int { backlog.count }
    var isEmpty: Bool { backlog.isEmpty }

    mutating func append(_ bytes: [UInt8]) { backlog += bytes }

    /// The next piece.
    mutating func take() -> [UInt8] {
        let size = min(sizes[next % sizes.count], backlog.count)
        next += 1
        defer { backlog.removeFirst(size) }
        return Array(backlog.prefix(size))
    }
}
