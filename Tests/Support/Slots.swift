/// Lets a few in at a time: worlds take processors, and of inotify instances a user has 128.
public struct Slots: Sendable {
    /// For whole stations in a world.
    public static let stations = Slots(5)
    /// For programs that a test runs to their end.
    public static let programs = Slots(8)

    private let gate: Gate

    public init(_ count: Int) { gate = Gate(free: count) }

    /// Runs `body` when there is room, first come, first served.
    public func use<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        await gate.enter()
        do {
            let result = try await body()
            await gate.leave()
            return result
        } catch {
            await gate.leave()
            throw error
        }
    }

    private actor Gate {
        private var free: Int
        private var waiting: [CheckedContinuation<Void, Never>] = []

        init(free: Int) { self.free = free }

        func enter() async {
            if free > 0 {
                free -= 1
            } else {
                await withCheckedContinuation { waiting.append($0) }
            }
        }

        func leave() {
            if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
        }
    }
}
