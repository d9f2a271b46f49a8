import APIClient
import Foundation
import RigModel
import Support
import Testing

@Suite(.timeLimit(.minutes(3))) struct BadInputTests {
    @Test func aPlanWithErrorsIsShownAndTheOthersAreServed() async throws {
        let prepare: (RigFolder, inout StationRig.Setup) throws -> Void = { folder, setup in
            setup.plans = "\(folder.path)/plans"
            try folder.copy("bibs/client_demo.yaml", to: "plans/client_demo.yaml")
            try folder.copy("broken/five_errors.yaml", to: "plans/five_errors.yaml")
        }
        try await StationRig.with(prepare: prepare) { rig in
            try await rig.ports()
            let status = try await rig.client.status()
            #expect(status.status == .degraded)
            #expect(status.reasons.contains { $0.contains("five_errors.yaml") })
            let bibs = try await rig.client.bibs().bibs
            #expect(bibs.map(\.bibId) == ["client_demo", "five_errors"])
            #expect(bibs.map(\.valid) == [true, false])
            #expect(bibs[1].errors.count == 5)
            #expect(bibs[1].errors.allSatisfy { $0.contains("/plans/five_errors.yaml:") })
            let error = await #expect(throws: APIClientError.self) { try await rig.start("five_errors") }
            if case .problem(let problem) = error { #expect(problem.status == 409) }
            let refused = try await BuiltProgram("portpool").run(
                ["run", "five_errors", "--address", "unix:\(rig.socket)"])
            #expect(refused.status == 4)
            #expect(refused.errors.contains("five_errors.yaml:8:26: unknown key 'boud'; did you mean 'baud'?"))
            #expect(try await rig.run("client_demo", "backup_uut").result?.verdict == .pass)
        }
    }

    @Test func validateListsAllErrorsAndExitsWithFour() async throws {
        let broken = "\(RigFolder.fixtures)/broken/five_errors"
        let good = "\(RigFolder.fixtures)/bibs/client_demo.yaml"
        let outcome = try await BuiltProgram("portpool").run(["validate", "\(broken).yaml", good])
        let expected = try String(contentsOfFile: "\(broken).expected", encoding: .utf8)
            .split(separator: "\n").map { "\(RigFolder.fixtures)/broken/\($0)" }
        #expect(outcome.output.split(separator: "\n").prefix(5).map(String.init) == expected)
        #expect(outcome.output.contains("\(good): valid"))
        #expect(outcome.status == 4)
        #expect(try await BuiltProgram("portpool").run(["validate", good]).status == 0)
    }

    @Test func aPortThatSomebodyElseHasOpenIsAnErrorThatNamesThem() async throws {
        let tty = "/dev/ttyUSB10"
        let script = """
            flock \(tty) sh -c 'touch $FOLDER/held; exec sleep 1000' &
            until [ -e $FOLDER/held ]; do sleep 0.01; done
            exec $SERVE
            """
        try await StationRig.with(.init(script: script)) { rig in
            try await rig.ports()
            let run = try await rig.run("sensor_node", "node@FT7SENS1")
            #expect(run.result?.verdict == .error)
            #expect(run.steps.isEmpty)
            let explanation = try #require(run.result?.explanation)
            #expect(explanation.contains("FT7SENS1-A"))
            #expect(explanation.contains(tty))
            #expect(explanation.contains(/(flock|sleep) \(pid \d+\)/))
            let port = try await rig.port("FT7SENS1-A") { $0.status == .error }
            #expect(port.lastError?.contains(/(flock|sleep) \(pid \d+\)/) == true)
            #expect(try await rig.run("sensor_node", "node@FT7SENS2").result?.verdict == .pass)
        }
    }

    @Test func anAddressInUseIsNamed() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let listener = try LocalListener()
        let outcome = try await BuiltProgram("portpool").run([
            "serve", "--state", "\(folder.path)/state", "--plans", "\(RigFolder.fixtures)/bibs",
            "--listen", "127.0.0.1:\(listener.port)",
        ])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("127.0.0.1:\(listener.port)"))
        #expect(!outcome.output.contains("listening"))
    }

    @Test func everyMistakeIsAnsweredWithAProblem() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let http = PlainHTTP(socket: rig.socket)
            let order = #"{"bibId": "client_demo", "bid": 1}"#
            let unknownRun = "/api/v1/executions/01JD3V6T4N0000000000000000"
            for (method, path, body, status) in [
                ("GET", "/api/v1/nothing", nil, 404), ("GET", "/nothing", nil, 404),
                ("PUT", "/api/v1/ports", nil, 405), ("DELETE", "/api/v1/executions", nil, 405),
                ("POST", "/api/v1/executions", "{", 400), ("POST", "/api/v1/executions", "[]", 400),
                ("POST", "/api/v1/executions", order, 422),
                ("POST", "/api/v1/executions", #"{"bibId": "nobody"}"#, 422),
                ("POST", "/api/v1/executions", #"{"bibId": "client_demo", "uutId": "nobody"}"#, 422),
                ("GET", "/api/v1/executions/not-an-id", nil, 400), ("GET", unknownRun, nil, 404),
                ("DELETE", unknownRun, nil, 404), ("GET", "/api/v1/ports/FT9-A", nil, 404),
                ("GET", "/api/v1/logs/..%2F..%2Fetc/passwd", nil, 400),
                ("GET", "/api/v1/executions?limit=many", nil, 400),
            ] as [(String, String, String?, Int)] {
                let answer = try await http.send(method, path, body: body)
                #expect(answer.status == status, "\(method) \(path)")
                #expect(answer.contentType == "application/problem+json", "\(method) \(path)")
                let problem = try JSONDecoder().decode(API.Problem.self, from: Data(answer.body.utf8))
                #expect(problem.status == answer.status)
                #expect(problem.detail?.isEmpty == false)
                #expect(answer.status != 405 || answer.headers["allow"]?.contains("GET") == true)
            }
            let form = try await http.send("POST", "/api/v1/executions", body: "bibId=x", contentType: "text/plain")
            #expect(form.status == 415)
            #expect(form.contentType == "application/problem+json")
            #expect(try await rig.client.executions().recent.isEmpty)
        }
    }
}

/// An address of this machine that is taken.
private struct LocalListener: ~Copyable {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
