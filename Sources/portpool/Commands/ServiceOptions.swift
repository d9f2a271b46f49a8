import APIClient
import ArgumentParser
import Foundation
import RigModel
import Station

/// How the commands that ask a service find it.
struct ServiceOptions: ParsableArguments {
    @Option(help: "The service's address: 127.0.0.1:8080, http://rig7:8080, or unix:PATH of its socket.")
    var address: String?

    @Option(help: "The service's state folder, with its socket and its store. \(StateFolderHelp.text)")
    var state: String?

    /// Before anything is done: a run's report has not been begun either.
    func validate() throws { if address != nil { _ = try resolved() } }

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

    /// As `ask(_:)`; where no address was named and no service answers, `read` is given what the state folder holds.
    func ask<Result>(
        orRead read: (StoredRecords) async throws -> Result, _ body: (APIClient) async throws -> Result
    ) async throws -> Result {
        guard address == nil else { return try await ask(body) }
        do {
            let configuration = try StationConfiguration.load(file: nil, state: state)
            let service = try resolved()
            do {
                return try await APIClient.with(service, body)
            } catch APIClientError.unreachable where configuration.state.hasStore {
                let records = try StoredRecords(configuration)
                Terminal.error("no service answers at \(service); this is what \(configuration.state.folder) holds")
                return try await read(records)
            }
        } catch let error as StationError {
            Terminal.error("\(error)")
            throw error.isConfiguration ? ExitStatus.badPlan : ExitStatus.rigError
        } catch let error as APIClientError {
            throw Self.told(error)
        }
    }

    /// Runs `body` with a client; an error is printed, and becomes the documented exit code.
    func ask<Result>(_ body: (APIClient) async throws -> Result) async throws -> Result {
        let address = try resolved()
        do {
            return try await APIClient.with(address, body)
        } catch let error as APIClientError {
            throw Self.told(error)
        }
    }

    /// Prints the error, and makes it the documented exit code.
    private static func told(_ error: APIClientError) -> ExitCode {
        Terminal.error("\(error)")
        return switch error {
        case .unreachable, .lost: ExitStatus.unreachable
        case .unintelligible: ExitStatus.rigError
        case .problem(let problem): ExitStatus.of(problem)
        }
    }
}

extension ExitStatus {
    /// The code for an order that the service refused.
    static func of(_ problem: API.Problem) -> ExitCode {
        if problem.type == RunRefusal.invalidPlanType { return badPlan }
        // It may be plugged in: the order was right, as is one for a BIB of which no board is there.
        if problem.type == RunRefusal.unknownBoardType { return rigError }
        return (400..<500).contains(problem.status) && problem.status != 409 ? usage : rigError
    }
}
