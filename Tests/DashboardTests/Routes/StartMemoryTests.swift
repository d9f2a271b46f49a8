import HTTPTypes
import RigModel
import Testing

@testable import Dashboard

@Suite(.timeLimit(.minutes(1))) struct StartMemoryTests {
    private let order = API.StartExecution(bibId: "client_demo")
    private func answer(_ number: Int) -> API.StartedExecutions {
        API.StartedExecutions(executions: [
            API.StartedExecution(Sample.request(number), zone: .utc)
        ])
    }

    @Test func theSameKeyGetsTheSameAnswer() async throws {
        let memory = StartMemory()
        let first = try await memory.answer("k", to: order) { answer(1) }
        let second = try await memory.answer("k", to: order) { answer(2) }
        #expect(first.answer == second.answer)
        #expect(first.isFirst && !second.isFirst)
        #expect(try await memory.answer("l", to: order) { answer(3) }.answer != first.answer)
        #expect(try await memory.answer(nil, to: order) { answer(4) }.answer != first.answer)
    }

    @Test func requestsAtTheSameTimeStartOnce() async throws {
        let memory = StartMemory()
        let counter = Counter()
        let answers = try await withThrowingTaskGroup(of: API.StartedExecutions.self) { group in
            for _ in 1...20 {
                group.addTask {
                    try await memory.answer("k", to: order) {
                        let number = await counter.next()
                        await Task.yield()
                        return answer(number)
                    }.answer
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(await counter.value == 1)
    }

    @Test func anotherRequestUnderTheSameKeyIsRefused() async throws {
        let memory = StartMemory()
        _ = try await memory.answer("k", to: order) { answer(1) }
        await #expect(throws: ProblemReply.self) {
            try await memory.answer("k", to: API.StartExecution(bibId: "other")) { answer(2) }
        }
    }

    @Test func aRefusalIsNotRemembered() async throws {
        let memory = StartMemory()
        await #expect(throws: ProblemReply.self) {
            try await memory.answer("k", to: order) { throw ProblemReply(.conflict, "no board") }
        }
        #expect(try await memory.answer("k", to: order) { answer(1) }.answer == answer(1))
    }

    @Test func theOldestKeysAreForgotten() async throws {
        let memory = StartMemory(limit: 2)
        for number in 1...3 { _ = try await memory.answer("k\(number)", to: order) { answer(number) } }
        #expect(try await memory.answer("k3", to: order) { answer(9) }.answer == answer(3))
        #expect(try await memory.answer("k1", to: order) { answer(9) }.answer == answer(9))
    }

    private actor Counter {
        private(set) var value = 0
        func next() -> Int {
            value += 1
            return value
        }
    }
}
