import Glibc
import Locking
import Testing

@testable import Threads

func threadName() -> String {
    let file = open("/proc/thread-self/comm", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    var name = [UInt8](repeating: 0, count: 64)
    let count = max(0, read(file, &name, name.count))
    return String(decoding: name.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
}

/// A value that threads share.
final class Shared<Value: Sendable>: Sendable {
    private let lock: Lock<Value>
    init(_ value: Value) { lock = Lock(value) }
    var value: Value { lock.withLock { $0 } }
    func change(_ body: (inout Value) -> Void) { lock.withLock { body(&$0) } }
}

struct BlockingThreadsTests {
    @Test func everyCallIsMadeOnceAndElsewhere() async {
        let calls = Shared<[Int]>([])
        await withTaskGroup { group in
            for number in 0..<500 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        BlockingThreads.run {
                            #expect(threadName() == "blocking")
                            calls.change { $0.append(number) }
                            continuation.resume()
                        }
                    }
                }
            }
        }
        #expect(calls.value.sorted() == Array(0..<500))
    }

    /// Calls that block do not wait for each other: each of these ends only when all have begun.
    @Test func allThatBlockHaveAThread() async {
        let count = 20
        let begun = Shared(0)
        let (turns, turn) = AsyncStream<Void>.makeStream()
        let gate = Shared(false)
        await withTaskGroup { group in
            for _ in 0..<count {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        BlockingThreads.run {
                            begun.change { $0 += 1 }
                            turn.yield()
                            while !gate.value { usleep(1_000) }
                            continuation.resume()
                        }
                    }
                }
            }
            var arrived = 0
            for await _ in turns {
                arrived += 1
                if arrived == count { break }
            }
            gate.change { $0 = true }
        }
        #expect(begun.value == count)
    }
}
