/// Lets a few in at a time: worlds take processors, and of inotify instances a user has 128.
public struct Slots: Sendable {
    /// For whole stations in a world.
    public static let stations = Slots(5)
    /// For programs that a test runs to their end.
    public static let programs = Slots(8)

    private let gate: Gate

    public init(_ count: Int) { gate = Gate(free: count) }

    /// Runs `body` when there is room, first come, first served.
    /// - Parameter ahead: before all that wait.
    public func use<Result>(
        ahead: Bool = false, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        await gate.enter(ahead: ahead)
        do {
            let result = try await body()
            await gate.leave()
            return result
        } catch {
            await gate.leave()
            throw error
        }
    }

    /// Makes room for another while `body` of one that is in only waits; it is the next one in again.
    public func lend<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        await gate.leave()
        do {
            let result = try await body()
            await gate.enter(ahead: true)
            return result
        } catch {
            await gate.enter(ahead: true)
            throw error
        }
    }

    private actor Gate {
        private var free: Int
        private var waiting: [CheckedContinuation<Void, Never>] = []

        init(free: Int) { self.free = free }

        func enter(ahead: Bool) async {
            if free > 0 {
                free -= 1
            } else {
                await withCheckedContinuation { waiting.insert($0, at: ahead ? 0 : waiting.count) }
            }
        }

        func leave() {
            if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
        }
    }
}
