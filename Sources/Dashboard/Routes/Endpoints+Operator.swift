internal import HTTPTypes
internal import Hummingbird
internal import RigModel

/// What a run waits for from outside: a signal that ends its loop, and the answer to its question.
extension Endpoints {
    var operatorRoutes: [Route] {
        [
            Route(
                .post, ["executions", .execution, "signal"], changes: .signal,
                Operation(
                    id: "signalExecution",
                    summary: "Ends the loop of a run whose plan says 'until: signal', after the pass that is under way",
                    answers: [
                        .init(.accepted, "The loop ends with this pass", .reference("Notice")),
                        .problem(.conflict, "It is in no such loop, or has ended"),
                    ] + Self.runProblems)
            ) { call in try await signal(call) },
            Route(
                .post, ["executions", .execution, "answer"], changes: .answer,
                Operation(
                    id: "answerExecution", summary: "Answers the question that a run waits with",
                    body: .reference("Answer"),
                    answers: [
                        .init(.ok, "The run goes on with it", .reference("Notice")),
                        .problem(.conflict, "It asks nothing, or another step asks now"),
                        .problem(.unprocessableContent, "The answer does not fit the question"),
                        .problem(.contentTooLarge, "The body is too large"),
                        .problem(.unsupportedMediaType, "The body is not application/json"),
                    ] + Self.runProblems)
            ) { call in try await answer(call) },
        ]
    }

    private static var runProblems: [Operation.Answer] {
        [.problem(.forbidden, "A page of another site asked"), .problem(.notFound, "No such run")]
    }

    /// What a scanner or a person may type, in bytes of UTF-8.
    private static let longestText = 4_096

    private func signal(_ call: Call) async throws -> Response {
        do throws(RunRefusal) { try await runs.signal(call.execution) } catch {
            throw ProblemReply(try await known(error))
        }
        return .json(API.Notice(reason: "the loop ends after the pass that is under way"), status: .accepted)
    }

    private func answer(_ call: Call) async throws -> Response {
        let asked = try await JSONBody.read(
            API.Answer.self, keys: ["step", "text", "confirmed"], from: call.request)
        let answer: OperatorAnswer
        switch (asked.text, asked.confirmed) {
        case (let text?, nil):
            guard text.utf8.count <= Self.longestText else {
                throw ProblemReply(.unprocessableContent, "'text' has more than \(Self.longestText) bytes")
            }
            answer = .text(text)
        case (nil, let confirmed?): answer = .confirmed(confirmed)
        default:
            throw ProblemReply(
                .unprocessableContent, "say either 'text' (what was typed or scanned) or 'confirmed' (true or false)")
        }
        call.note.write(nil, "step '\(asked.step)'")
        do throws(RunRefusal) { try await runs.answer(call.execution, step: asked.step, with: answer) } catch {
            throw ProblemReply(try await known(error))
        }
        return .json(API.Notice(reason: "step '\(asked.step)' has its answer"))
    }
}
