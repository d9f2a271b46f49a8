internal import HTTPTypes
internal import Hummingbird
internal import RigModel

/// POST executions.
extension Endpoints {
    /// Higher ones are the station's own: a recovery goes before everything.
    static let priorities = -1_000...1_000

    func start(_ call: Call) async throws -> Response {
        let asked = try await JSONBody.read(
            API.StartExecution.self, keys: ["bibId", "uutId", "boardId", "serial", "priority", "repeats"],
            from: call.request)
        guard asked.bibId.isPlainName else { throw unreadable("bibId", asked.bibId, PathParameter.bib.expected) }
        if let uut = asked.uutId, !PathParameter.uut.admits(uut) {
            throw unreadable("uutId", uut, PathParameter.uut.expected)
        }
        if let board = asked.boardId, !board.isPlainName { throw unreadable("boardId", board, "the id of a board") }
        if let serial = asked.serial, !(1...255).contains(serial.utf8.count) {
            throw unreadable("serial", serial, "the serial number of a board")
        }
        if let priority = asked.priority, !Self.priorities.contains(priority) {
            throw unreadable("priority", priority, "a whole number from -1000 to 1000")
        }
        if let run = asked.repeats, !PathParameter.execution.admits(run.rawValue) {
            throw unreadable("repeats", run, PathParameter.execution.expected)
        }
        let order = RunOrder(
            bib: asked.bibId, uut: asked.uutId, board: asked.boardId, serial: asked.serial, origin: "api",
            priority: asked.priority ?? 0)
        let key = call.request.headers[.idempotencyKey]
        if let key, key.utf8.count > 255 { throw ProblemReply(.badRequest, "Idempotency-Key is longer than 255 bytes") }
        call.note.write(order.unit)
        let actor = await call.actor()
        if let run = asked.repeats, await orders.isSame(order, by: actor, as: run) { call.note.isRepetition() }
        let (answer, isFirst) = try await started.answer(key, to: asked) { try await begin(order) }
        if !isFirst { call.note.isRepetition() }
        await orders.remember(answer.executions, of: order, by: actor)
        call.note.write(nil, answer.executions.map(\.executionId.rawValue).joined(separator: ", "))
        let location = answer.executions.first.map { "/api/v1/executions/\($0.executionId)" }
        var headers: HTTPFields = [:]
        headers[.location] = location
        return .json(answer, status: .accepted, headers: headers)
    }

    private func begin(_ order: RunOrder) async throws -> API.StartedExecutions {
        do throws(RunRefusal) {
            let requests = try await runs.start(order)
            return API.StartedExecutions(executions: requests.map { API.StartedExecution($0, zone: zone) })
        } catch {
            throw ProblemReply(error)
        }
    }

    private func unreadable(_ key: String, _ value: some CustomStringConvertible, _ expected: String) -> ProblemReply {
        ProblemReply(.unprocessableContent, "'\(value)' is no value of '\(key)'; expected \(expected)")
    }
}

extension RunOrder {
    /// What is to be run, for people: `bib` or `bib/uut`, and on which board where that was said.
    fileprivate var unit: String {
        let places = [board.map { "board \($0)" }, serial.map { "serial \($0)" }].compactMap(\.self)
        return bib.rawValue + (uut.map { "/\($0)" } ?? "") + places.map { " on \($0)" }.joined()
    }
}

extension ProblemReply {
    /// - Parameter refusal: why runs cannot be started or aborted.
    init(_ refusal: RunRefusal) {
        let status: HTTPResponse.Status =
            switch refusal {
            case .unknownBIB, .unknownUUT, .unknownBoard, .wrongAnswer: .unprocessableContent
            case .invalidPlan, .noBoard, .missingPorts, .alreadyEnded, .notWaitingForSignal, .notAsking: .conflict
            case .unknownExecution: .notFound
            case .storeFull, .stopping: .serviceUnavailable
            }
        self.init(status, refusal.description, headers: status == .serviceUnavailable ? [.retryAfter: "5"] : [:])
        type = refusal.problemType
    }
}

extension HTTPField.Name {
    /// datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header
    static let idempotencyKey = Self("Idempotency-Key")!
}
