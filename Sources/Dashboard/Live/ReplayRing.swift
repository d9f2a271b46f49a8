internal import RigModel

/// The newest events, for clients that come back: bounded by number and by size.
struct ReplayRing: Sendable {
    private let countLimit: Int
    private let byteLimit: Int
    private var events: [StoredEvent] = []
    /// Events at the front that are given up; removed in steps, so that one event costs no shift of all.
    private var head = 0
    private var bytes = 0

    init(countLimit: Int, byteLimit: Int) {
        self.countLimit = countLimit
        self.byteLimit = byteLimit
    }

    var count: Int { events.count - head }

    mutating func append(_ event: StoredEvent) {
        events.append(event)
        bytes += event.size
        while count > countLimit || (bytes > byteLimit && count > 1) {
            bytes -= events[head].size
            head += 1
        }
        if head > 1_024, head > events.count / 2 {
            events.removeFirst(head)
            head = 0
        }
    }

    /// The events after a sequence; nil where some of them are given up already.
    func events(after sequence: UInt64, upTo last: UInt64) -> ArraySlice<StoredEvent>? {
        if sequence == last { return [] }
        guard head < events.count, sequence + 1 >= events[head].numbered.sequence else { return nil }
        // Sequences rise: the first one behind `sequence` by halving.
        var (low, high) = (head, events.count)
        while low < high {
            let middle = (low + high) / 2
            if events[middle].numbered.sequence <= sequence { low = middle + 1 } else { high = middle }
        }
        return events[low...]
    }
}
