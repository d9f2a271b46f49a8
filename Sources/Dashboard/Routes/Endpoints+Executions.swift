internal import HTTPTypes
internal import Hummingbird
internal import RigModel

extension Endpoints {
    var executionRoutes: [Route] {
        [
            Route(
                .get, ["executions"],
                Operation(
                    id: "listExecutions", summary: "Runs that go on, that wait, and that have ended (newest first)",
                    query: Operation.Query.executionFilter + [
                        .init("state", .choice(ListedState.allCases.map(\.rawValue)), "Only these"),
                        .init("cursor", .string, "nextCursor of the page before"),
                        .init("limit", .whole(1...200), "Ended runs a page, 1 to 200; 50 if absent"),
                    ], answers: [.init(.ok, "The runs", .reference("Executions"))])
            ) { call in try await list(call.query) },
            Route(
                .post, ["executions"], changes: .run,
                Operation(
                    id: "startExecutions", summary: "Starts a run of one unit, or of every unit of a BIB",
                    headers: [.init("Idempotency-Key", .string, "The same key starts the same runs only once")],
                    body: .reference("StartExecution"),
                    answers: [
                        .init(
                            .accepted, "The runs are queued; Location names the first", .reference("StartedExecutions")),
                        .problem(.forbidden, "A page of another site asked"),
                        .problem(.conflict, "Not as things are now"),
                        .problem(.contentTooLarge, "The body is too large"),
                        .problem(.unsupportedMediaType, "The body is not application/json"),
                        .problem(.unprocessableContent, "No such BIB, unit or board"),
                        .problem(.serviceUnavailable, "The service is stopping"),
                    ])
            ) { call in try await start(call) },
            Route(
                .get, ["executions", .execution],
                Operation(
                    id: "getExecution", summary: "One run with its steps, attempts and bytes",
                    answers: [
                        .init(.ok, "The run", .reference("ExecutionDetails")), .problem(.notFound, "No such run"),
                    ])
            ) { call in
                guard let detail = try await archive.execution(call.execution) else {
                    throw ProblemReply(.notFound, "no execution has the id '\(call.execution)'")
                }
                let question = await hub.view.questions[call.execution]
                return .json(API.ExecutionDetails(detail, question: question, zone: zone))
            },
            Route(
                .delete, ["executions", .execution], changes: .abort,
                Operation(
                    id: "abortExecution", summary: "Asks a run to stop; its STOP phase still runs",
                    query: [.init("reason", .text(pattern: "^.{0,200}$"), "Why, for the log; at most 200 characters")],
                    answers: [
                        .init(.accepted, "It was asked; the result comes as ExecutionCompleted", .reference("Notice")),
                        .problem(.forbidden, "A page of another site asked"), .problem(.notFound, "No such run"),
                        .problem(.conflict, "It has ended already"),
                    ])
            ) { call in try await abort(call) },
        ]
    }

    private enum ListedState: String, Sendable, CaseIterable { case active, queued, completed }

    private func list(_ query: QueryItems) async throws -> Response {
        let states = ListedState.allCases.map(\.rawValue).joined(separator: ", ")
        let state = try query.value("state", expected: states, ListedState.init(rawValue:))
        let filter = try query.executionFilter()
        let limit = try query.integer("limit", in: 1...200) ?? 50
        let cursor = try query.value("cursor", expected: "the nextCursor of a page", CheckedCursor.init(parsing:))
        func wants(_ asked: ListedState) -> Bool { state == nil || state == asked }
        // A run that goes on has no verdict and no end yet.
        let unfinished = filter.verdict == nil && filter.from == nil && filter.to == nil
        // The view first: a run that ends in between is in both, and not in neither.
        let view = await hub.view
        let page =
            wants(.completed)
            ? try await archive.executions(filter, cursor: cursor?.cursor, limit: limit)
            : ExecutionPage(results: [], nextCursor: nil)
        let ended = Set(page.results.map(\.request.id))
        func isListed(_ id: ExecutionID, _ bib: BIBID, _ uut: UUTInstanceID) -> Bool {
            !ended.contains(id) && filter.admits(bib, uut)
        }
        return .json(
            API.Executions(
                active: unfinished && wants(.active)
                    ? view.apiActive(at: clocks.wall, zone: zone)
                        .filter { isListed($0.executionId, $0.bibId, $0.uutId) } : [],
                queued: unfinished && wants(.queued)
                    ? view.apiQueued(zone: zone).filter { isListed($0.executionId, $0.bibId, $0.uutId) } : [],
                recent: page.results.map { API.Execution($0, zone: zone) },
                nextCursor: page.nextCursor.map { CheckedCursor($0).description }))
    }

    private func abort(_ call: Call) async throws -> Response {
        let reason = call.query["reason"] ?? ""
        guard reason.count <= 200 else { throw ProblemReply(.badRequest, "'reason' has more than 200 characters") }
        call.note.write(nil, reason)
        do throws(RunRefusal) {
            try await runs.abort(call.execution, reason: reason)
        } catch {
            throw ProblemReply(try await known(error))
        }
        let notice = API.Notice(reason: "STOP runs now; the result comes as the event ExecutionCompleted")
        return .json(notice, status: .accepted)
    }

    /// The refusal as the store sees it: a run that only the store still knows has ended.
    func known(_ refusal: RunRefusal) async throws -> RunRefusal {
        guard case .unknownExecution(let id) = refusal, try await archive.execution(id) != nil else { return refusal }
        return .alreadyEnded(id)
    }
}

extension ExecutionFilter {
    /// Whether a run that has not ended is of the BIB and unit that are asked for.
    fileprivate func admits(_ bib: BIBID, _ instance: UUTInstanceID) -> Bool {
        if let wanted = self.bib, wanted != bib { return false }
        guard let uut else { return true }
        return uut == instance.rawValue || uut == instance.unitPart
    }
}
