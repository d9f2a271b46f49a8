import APIClient
import RigModel
import Station

extension ServiceOptions {
    /// Has the service act on a port. Where it has none of that name, the refusal says which one was probably meant.
    ///
    /// - Parameter name: an id or an alias.
    func ask<Result>(
        ofPort name: String, _ body: (APIClient, PortID) async throws -> Result
    ) async throws -> Result {
        try await ask { client in
            do { return try await body(client, PortID(name)) } catch {
                guard case APIClientError.problem(var problem) = error, problem.type == Self.unknownPort else {
                    throw error
                }
                let ports = try await client.ports().ports
                let names = ports.map(\.id.rawValue) + ports.compactMap(\.alias)
                let hint = NearWord.nearest(to: name, in: names).map { "did you mean '\($0)'?" }
                problem.detail = [problem.detail, hint ?? "`portpool ports` tells more of them"].compactMap(\.self)
                    .joined(separator: "; ")
                throw APIClientError.problem(problem)
            }
        }
    }

    private static let unknownPort = LeaseRefusal.unknownPort("", known: []).problemType
}
