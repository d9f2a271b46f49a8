/// Deadlines in order of time: a binary heap that knows where each slot stands, so that one can be taken out again.
///
/// A line sets and removes a deadline in each exchange, mostly long before it is due: entries that are only skipped later would pile up.
struct DeadlineHeap {
    typealias Instant = ContinuousClock.Instant

    private struct Entry {
        var due: Instant
        var slot: Int
    }

    private var entries: [Entry] = []
    /// Index in `entries` by slot, or -1.
    private var positions: [Int] = []

    var isEmpty: Bool { entries.isEmpty }

    var count: Int { entries.count }

    /// The earliest deadline.
    var next: Instant? { entries.first?.due }

    /// Sets the deadline of a slot that has none.
    mutating func insert(_ slot: Int, due: Instant) {
        while positions.count <= slot { positions.append(-1) }
        precondition(positions[slot] < 0, "slot \(slot) has a deadline already")
        positions[slot] = entries.count
        entries.append(Entry(due: due, slot: slot))
        rise(from: entries.count - 1)
    }

    /// Takes the slot's deadline out, if it has one.
    mutating func remove(_ slot: Int) {
        guard slot < positions.count, positions[slot] >= 0 else { return }
        removeEntry(at: positions[slot])
    }

    /// Takes out the earliest slot that is due at `now`.
    mutating func popDue(at now: Instant) -> Int? {
        guard let first = entries.first, first.due <= now else { return nil }
        removeEntry(at: 0)
        return first.slot
    }

    private mutating func removeEntry(at index: Int) {
        positions[entries[index].slot] = -1
        let last = entries.removeLast()
        guard index < entries.count else { return }
        entries[index] = last
        positions[last.slot] = index
        rise(from: index)
        sink(from: positions[last.slot])
    }

    private mutating func rise(from start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard entries[index].due < entries[parent].due else { return }
            exchange(index, parent)
            index = parent
        }
    }

    private mutating func sink(from start: Int) {
        var index = start
        while true {
            var least = index
            for child in (2 * index + 1)...(2 * index + 2)
            where child < entries.count && entries[child].due < entries[least].due {
                least = child
            }
            guard least != index else { return }
            exchange(index, least)
            index = least
        }
    }

    private mutating func exchange(_ first: Int, _ second: Int) {
        entries.swapAt(first, second)
        positions[entries[first].slot] = first
        positions[entries[second].slot] = second
    }
}
