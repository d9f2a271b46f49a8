import FoundationEssentials
import HTTPTypes
import RigModel
import Testing

@testable import Dashboard

/// Signals and answers from outside, and who is served first.
@Suite(.timeLimit(.minutes(1))) struct OperatorRouteTests {
    private static let run = Sample.request()
    private static let path = "/api/v1/executions/\(run.id)"

    @Test func anOpenQuestionIsShownWithItsRunUntilItIsOver() async throws {
        try await TestStation.run { station in
            await station.archive.add(Sample.result(Self.run), steps: [])
            await station.hub.consume(
                Sample.numbered([
                    .executionStarted(Self.run, at: Sample.time), .operatorAsked(Sample.question(Self.run)),
                ]))
            let snapshot = try await station.client.get("/api/v1/snapshot").json(API.Snapshot.self)
            let question = try #require(snapshot.executions.active.first?.question)
            #expect(question.step == "read_label" && question.kind == .scan && question.text == "Scan the label")
            #expect(question.deadline == "2026-09-01T12:01:00.000+00:00")
            let details = try await station.client.get(Self.path).json(API.ExecutionDetails.self)
            #expect(details.question == question)
            await station.hub.consume(
                Sample.numbered([.operatorAsked(Sample.question(Self.run, isOpen: false))], from: 3))
            let after = try await station.client.get("/api/v1/snapshot").json(API.Snapshot.self)
            #expect(after.executions.active.map(\.question) == [nil])
        }
    }

    @Test func answersGoToTheRunAsTheyWereGiven() async throws {
        try await TestStation.run { station in
            let text = try await station.client.post(Self.path + "/answer", #"{"step":"a","text":"SN <b>1</b>"}"#)
            #expect(text.status == 200)
            let yes = try await station.client.post(Self.path + "/answer", #"{"step":"b","confirmed":true}"#)
            #expect(yes.status == 200)
            #expect(await station.runs.answers == ["a": .text("SN <b>1</b>"), "b": .confirmed(true)])
            let signal = try await station.client.send("POST", Self.path + "/signal")
            #expect(signal.status == 202)
            #expect(await station.runs.signalled == [Self.run.id])
        }
    }

    @Test(arguments: [
        (#"{"step":"a"}"#, 422), (#"{"step":"a","text":"x","confirmed":true}"#, 422), (#"{"text":"x"}"#, 400),
        (#"{"step":"a","txt":"x"}"#, 422), ("[]", 400),
    ])
    func anAnswerThatSaysNothingIsRefused(body: String, status: Int) async throws {
        try await TestStation.run { station in
            let answer = try await station.client.post(Self.path + "/answer", body)
            #expect(answer.status == status)
            #expect(try answer.problem().detail?.isEmpty == false)
            #expect(await station.runs.answers.isEmpty)
        }
    }

    @Test func aTextWithoutEndIsRefused() async throws {
        try await TestStation.run { station in
            let text = String(repeating: "x", count: 4_097)
            let answer = try await station.client.post(Self.path + "/answer", #"{"step":"a","text":"\#(text)"}"#)
            #expect(answer.status == 422)
            #expect(await station.runs.answers.isEmpty)
        }
    }

    @Test(arguments: [
        (RunRefusal.notAsking(run.id, step: "a", open: "b"), 409),
        (.wrongAnswer(run.id, step: "a", expected: .confirm), 422), (.unknownExecution(run.id), 404),
        (.alreadyEnded(run.id), 409),
    ])
    func aRefusalSaysWhatToDo(refusal: RunRefusal, status: Int) async throws {
        try await TestStation.run { station in
            await station.runs.refuse(refusal)
            let answer = try await station.client.post(Self.path + "/answer", #"{"step":"a","text":"x"}"#)
            #expect(answer.status == status)
            #expect(try answer.problem().type == refusal.problemType)
        }
    }

    @Test func aSignalThatNobodyWaitsForIsRefused() async throws {
        try await TestStation.run { station in
            await station.runs.refuse(.notWaitingForSignal(Self.run.id))
            let answer = try await station.client.send("POST", Self.path + "/signal")
            #expect(answer.status == 409)
            #expect(try answer.problem().detail?.contains("no loop that ends by a signal") == true)
        }
    }

    @Test func anOrderMayNameABoardBySerialAndBeUrgent() async throws {
        try await TestStation.run { station in
            let urgent = try await station.client.post(
                "/api/v1/executions", #"{"bibId":"client_demo","serial":"FT7DEMO1","priority":7}"#)
            #expect(urgent.status == 202)
            #expect(
                await station.runs.orders == [
                    RunOrder(bib: "client_demo", serial: "FT7DEMO1", origin: "api", priority: 7)
                ])
            for body in [#"{"bibId":"a","priority":1001}"#, #"{"bibId":"a","serial":""}"#] {
                #expect(try await station.client.post("/api/v1/executions", body).status == 422)
            }
        }
    }
}
