import APIClient
import ArgumentParser
import Foundation
import RigModel
import Station

/// How the commands that ask a service find it.
struct ServiceOptions: ParsableArguments {
    @Option(help: "The service's address: 127.0.0.1:8080, http://rig7:8080, or unix:PATH of its socket.")
    var address: String?

    @Option(help: "The service's state folder, with its socket and its store. Default: $XDG_STATE_HOME/portpool.")
    var state: String?

    /// The address that was named, else the socket of the state folder, else the page's address.
    func resolved() throws -> APIAddress {
        if let address {
            guard let parsed = APIAddress(address) else {
                throw ValidationError("'\(address)' is no address; write HOST:PORT, http://HOST:PORT or unix:PATH")
            }
            return parsed
        }
        let socket = StatePaths(folder: state).socket
        if state != nil || FileManager.default.fileExists(atPath: socket) { return .unixSocket(path: socket) }
        return .http("http://127.0.0.1:8080")
    }

    /// Runs `body` with a client; an error is printed, and becomes the documented exit code.
    func ask<Result>(_ body: (APIClient) async throws -> Result) async throws -> Result {
        let address = try resolved()
        do {
            return try await APIClient.with(address, body)
        } catch let error as APIClientError {
            Terminal.error("\(error)")
            switch error {
            case .unreachable, .lost: throw ExitStatus.unreachable
            case .unintelligible: throw ExitStatus.rigError
            case .problem(let problem): throw ExitStatus.of(problem)
            }
        }
    }
}

extension ExitStatus {
    /// The code for an order that the service refused.
    static func of(_ problem: API.Problem) -> ExitCode {
        if problem.type == RunRefusal.invalidPlanType { return badPlan }
        return (400..<500).contains(problem.status) && problem.status != 409 ? usage : rigError
    }
}
