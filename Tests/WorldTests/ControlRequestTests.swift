import Foundation
import Testing

@testable import World

@Suite("A request to a world")
struct ControlRequestTests {
    private static let verbs = "boards, plug, unplug, replug, fault, clear, udev, account, script, stop"
    private static let keys = "do, as, board, serial, after, swap, kind, parameters, script"

    @Test(
        "that cannot be understood is refused with the key that is wrong, and what belongs there",
        arguments: [
            ("", "not a request: a line is one JSON object with \"do\" one of \(verbs)"),
            ("[]", "not a request: a line is one JSON object with \"do\" one of \(verbs)"),
            (#"{"do":"boards""#, "not a request: a line is one JSON object with \"do\" one of \(verbs)"),
            ("{}", "'do' has to be one of \(verbs)"), (#"{"do":1}"#, "'do' has to be one of \(verbs)"),
            (#"{"do":"dance"}"#, "'do' does not know 'dance'; it is one of \(verbs)"),
            (#"{"do":"board"}"#, "'do' does not know 'board'; did you mean 'boards'? it is one of \(verbs)"),
            (
                #"{"do":"plug","bord":"left"}"#,
                "a request has no 'bord'; did you mean 'board'? it has \(keys)"
            ),
            (#"{"do":"plug","volume":3}"#, "a request has no 'volume'; it has \(keys)"),
            (#"{"do":"plug","board":5}"#, "'board' has to be a text"),
            (#"{"do":"plug","board":"left","as":[]}"#, "'as' has to be a text"),
            (#"{"do":"plug","board":"left","swap":"yes"}"#, "'swap' has to be true or false"),
            (
                #"{"do":"fault","board":"left","kind":"echo","parameters":[]}"#,
                #"'parameters' has to be an object of names and values: "parameters": {"for": "2s"}"#
            ),
            (
                #"{"do":"fault","board":"left","kind":"echo","parameters":{"for":{}}}"#,
                #"'parameters' has to be an object of names and values: "parameters": {"for": "2s"}"#
            ),
        ]) func refused(line: String, reason: String)
    {
        #expect(throws: WorldError.request(reason)) { try ControlRequest(json: Data(line.utf8)) }
    }

    @Test(
        "says how long a board is out with a unit, and only where it comes back",
        arguments: [
            (.replug, "2", "'after' has no unit: '2'; write a duration such as 500ms, 3s, 2m, 1h or 30d"),
            (.replug, "soon", "'after' is not a duration such as 500ms, 3s, 2m, 1h or 30d: 'soon'"),
            (.plug, "2s", "'after' is for replug; plug does not wait"),
        ] as [(ControlRequest.Verb, String, String)]) func after(
            verb: ControlRequest.Verb, text: String, reason: String
        )
    {
        let request = ControlRequest(verb: verb, board: "left", after: text)
        #expect(throws: WorldError.request(reason)) { try request.comeback() }
    }
}
