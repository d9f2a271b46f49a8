internal import NIOCore
internal import RigModel

/// What waits to be sent to one client: bounded, in order, and honest about what it left out. Pure.
struct ClientQueue: Sendable {
    struct Limits: Sendable {
        /// Messages that are never left out, and bytes of all that waits; past either, the client starts anew.
        var messages = 4_096
        var bytes = 4 << 20
        /// Log lines; past it the oldest half is dropped.
        var lines = 4_096
        /// A client with more messages waiting than this is behind.
        var behind = 64
        var linesPerBatch = 256
        /// About how much is handed out at once.
        var chunk = 64 << 10
    }
    private enum Entry: Sendable {
        case frame(LiveFrame)
        case gap(dropped: Int)
        case reset(at: UInt64)
    }

    private let limits: Limits
    private var entries: [Entry] = []
    private var bytes = 0
    private var lines = 0
    private var messages = 0

    init(limits: Limits = Limits()) { self.limits = limits }

    var isEmpty: Bool { entries.isEmpty }

    mutating func offer(_ frame: LiveFrame) {
        if case .coalescing(let key) = frame.lane, entries.count >= limits.behind { remove(key: key) }
        add(frame)
        if lines > limits.lines || (bytes > limits.bytes && lines > 0) { dropOldestLines() }
        if messages > limits.messages || (bytes > limits.bytes && lines == 0) { startAnew(at: frame.sequence) }
    }

    /// Tells the client to read the snapshot anew and go on from `sequence`.
    mutating func offerReset(at sequence: UInt64) { entries.append(.reset(at: sequence)) }

    /// Takes about a chunk of what waits, as it is to be sent; nil where nothing waits.
    mutating func take(_ encoder: EventEncoder) -> ByteBuffer? {
        guard !entries.isEmpty else { return nil }
        var buffer = ByteBuffer()
        var index = 0
        while index < entries.count, buffer.readableBytes < limits.chunk {
            switch entries[index] {
            case .gap(let dropped):
                buffer.writeImmutableBuffer(
                    SSE.message("gap", id: nil, data: JSONText.bytes(API.Gap(dropped: dropped))))
                index += 1
            case .reset(let sequence):
                let notice = API.Notice(reason: "events before this point are not to be had; read the snapshot anew")
                buffer.writeImmutableBuffer(
                    SSE.message("reset", id: encoder.id(sequence), data: JSONText.bytes(notice)))
                index += 1
            case .frame(let frame) where frame.lane == .line:
                let batch = batch(from: index)
                SSE.writeBatch(batch, id: batch.last?.sequence.map(encoder.id), into: &buffer)
                index += batch.count
            case .frame(let frame):
                buffer.writeImmutableBuffer(frame.bytes)
                index += 1
            }
        }
        for entry in entries[..<index] { subtract(entry) }
        entries.removeFirst(index)
        return buffer
    }

    private func batch(from start: Int) -> [LiveFrame] {
        var (batch, size): ([LiveFrame], Int) = ([], 0)
        for entry in entries[start...] {
            guard case .frame(let frame) = entry, frame.lane == .line else { break }
            guard batch.count < limits.linesPerBatch, size < limits.chunk else { break }
            batch.append(frame)
            size += frame.bytes.readableBytes
        }
        return batch
    }

    private mutating func add(_ frame: LiveFrame) {
        entries.append(.frame(frame))
        bytes += frame.bytes.readableBytes
        if frame.lane == .line { lines += 1 } else { messages += 1 }
    }

    private mutating func subtract(_ entry: Entry) {
        guard case .frame(let frame) = entry else { return }
        bytes -= frame.bytes.readableBytes
        if frame.lane == .line { lines -= 1 } else { messages -= 1 }
    }

    private mutating func remove(key: String) {
        let found = entries.lastIndex {
            if case .frame(let frame) = $0 { frame.lane == .coalescing(key: key) } else { false }
        }
        guard let found else { return }
        subtract(entries.remove(at: found))
    }

    /// Half at once, so that a flood costs little for each line.
    private mutating func dropOldestLines() {
        let excess = lines - min(lines, limits.lines) / 2
        var (kept, dropped): ([Entry], Int) = ([], 0)
        kept.reserveCapacity(entries.count)
        for entry in entries {
            if case .frame(let frame) = entry, frame.lane == .line, dropped < excess {
                if dropped == 0 { kept.append(.gap(dropped: 0)) }
                dropped += 1
                subtract(entry)
            } else {
                kept.append(entry)
            }
        }
        entries = Self.mergingGaps(kept, adding: dropped)
    }

    /// One gap, where the first one was, with the count of all.
    private static func mergingGaps(_ entries: [Entry], adding dropped: Int) -> [Entry] {
        var (merged, total, place): ([Entry], Int, Int?) = ([], dropped, nil)
        merged.reserveCapacity(entries.count)
        for entry in entries {
            guard case .gap(let earlier) = entry else {
                merged.append(entry)
                continue
            }
            total += earlier
            if place == nil {
                place = merged.count
                merged.append(entry)
            }
        }
        if let place { merged[place] = .gap(dropped: total) }
        return merged
    }

    private mutating func startAnew(at sequence: UInt64?) {
        var dropped = 0
        var position = sequence ?? 0
        for entry in entries {
            switch entry {
            case .frame(let frame):
                dropped += 1
                position = max(position, frame.sequence ?? 0)
            case .gap(let earlier): dropped += earlier
            case .reset(let earlier): position = max(position, earlier)
            }
        }
        self = ClientQueue(limits: limits)
        entries = [.gap(dropped: dropped), .reset(at: position)]
    }
}
