import Testing

@testable import Threads

struct WorkQueueTests {
    @Test func workIsDoneInTheOrderItCameAndOnOneThread() async throws {
        let queue = try WorkQueue(name: "ordered")
        let done = Shared<[Int]>([])
        let isElsewhere = Shared(false)
        await withCheckedContinuation { continuation in
            for number in 0..<1_000 {
                queue.add {
                    if !queue.isCurrent { isElsewhere.change { $0 = true } }
                    done.change { $0.append(number) }
                }
            }
            queue.add { continuation.resume() }
        }
        #expect(done.value == Array(0..<1_000))
        #expect(!isElsewhere.value)
        #expect(!queue.isCurrent)
        queue.close()
    }

    @Test func whatWasGivenBeforeTheEndIsStillDone() async throws {
        let queue = try WorkQueue(name: "closing")
        await withCheckedContinuation { continuation in
            queue.add { queue.add { continuation.resume() } }
            queue.close()
        }
    }

    /// Work that comes while the thread looks for the last time must not lie for ever.
    @Test func noWorkIsLostBetweenManyThreads() async throws {
        let queue = try WorkQueue(name: "crowded")
        let count = Shared(0)
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<200 {
                        await withCheckedContinuation { continuation in
                            queue.add {
                                count.change { $0 += 1 }
                                continuation.resume()
                            }
                        }
                    }
                }
            }
        }
        #expect(count.value == 1_600)
        queue.close()
    }

    @Test func aTaskThatPrefersAThreadStaysOnIt() async throws {
        let thread = try TaskThread(name: "preferred")
        let names = await withTaskExecutorPreference(thread) {
            let before = threadName()
            await Task.yield()
            return [before, threadName()]
        }
        #expect(names == ["preferred", "preferred"])
    }
}
