/// What a board has yet to do, by time; what was planned first comes first where times are equal. A binary heap.
struct Agenda<Item: Sendable>: Sendable {
    private struct Entry: Sendable {
        let time: VirtualTime
        let order: UInt64
        let item: Item
        func precedes(_ other: Entry) -> Bool { time == other.time ? order < other.order : time < other.time }
    }
    private var entries: [Entry] = []
    private var planned: UInt64 = 0

    var next: VirtualTime? { entries.first?.time }
    var count: Int { entries.count }

    mutating func plan(_ item: Item, at time: VirtualTime) {
        planned += 1
        entries.append(Entry(time: time, order: planned, item: item))
        var child = entries.count - 1
        while child > 0, entries[child].precedes(entries[(child - 1) / 2]) {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popFirst(upTo limit: VirtualTime) -> (time: VirtualTime, item: Item)? {
        guard let first = entries.first, first.time <= limit else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child].precedes(entries[least]) {
                least = child
            }
            if least == parent { break }
            entries.swapAt(parent, least)
            parent = least
        }
        return (first.time, first.item)
    }

    mutating func removeAll() { entries.removeAll() }
}
