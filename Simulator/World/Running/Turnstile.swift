/// Lets one caller through at a time, in the order of their coming. Belongs to one actor, whose methods may interleave at
/// each `await`.
struct Turnstile {
    private var isTaken = false
    private var queue: [CheckedContinuation<Void, Never>] = []

    /// Whether the caller may go on at once; else it hands in its continuation.
    mutating func enter() -> Bool {
        defer { isTaken = true }
        return !isTaken
    }
    mutating func wait(_ continuation: CheckedContinuation<Void, Never>) { queue.append(continuation) }
    mutating func leave() {
        guard !queue.isEmpty else { return isTaken = false }
        queue.removeFirst().resume()
    }
}
