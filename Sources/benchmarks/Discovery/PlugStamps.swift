internal import CFloor
internal import Locking
internal import World

/// When the ttys of a round were told of, heard of and known, in nanoseconds of the monotonic clock.
final class PlugStamps: Sendable {
    struct Times {
        var sent: UInt64
        /// nil where the bare listener's buffer was full: unlike udev's, it takes in all subsystems.
        var bare: UInt64?
        var pool: UInt64
    }

    private struct Round {
        var sent: [String: UInt64] = [:]
        var bare: [String: UInt64] = [:]
        var pool: [String: UInt64] = [:]
        var gone = 0
    }

    private static let patience = Duration.seconds(30)
    private let round = Lock(Round())

    /// Begins another round.
    func forget() { round.withLock { $0 = Round() } }

    func sent(_ message: UdevMessage) {
        guard message.subsystem == "tty", message.action == .add, let tty = message.properties["DEVNAME"] else {
            return
        }
        round.withLock { $0.sent[tty] = cfloor_now() }
    }
    func heard(_ tty: String, at time: UInt64) { round.withLock { $0.bare[tty] = time } }
    func pooled(_ tty: String) { round.withLock { $0.pool[tty] = cfloor_now() } }
    func vanished() { round.withLock { $0.gone += 1 } }

    /// Waits until so many ttys are in the pool.
    func all(_ count: Int) async throws -> [Times] {
        try await wait("\(count) ports") { round in
            guard round.pool.count >= count else { return nil }
            return round.sent.compactMap { tty, sent in
                // Who hears may be sooner than the clock behind the sending is read.
                round.pool[tty].map {
                    Times(sent: sent, bare: round.bare[tty].map { max($0, sent) }, pool: max($0, sent))
                }
            }
        }
    }

    /// Waits until so many ports have left the pool.
    func gone(_ count: Int) async throws { try await wait("\(count) unplugs") { $0.gone >= count ? () : nil } }

    private func wait<Value>(_ what: String, _ look: (Round) -> Value?) async throws -> Value {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            if let value = round.withLock({ look($0) }) { return value }
            guard ContinuousClock.now < deadline else { throw BenchmarkFailure("\(what) were not seen in time") }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
