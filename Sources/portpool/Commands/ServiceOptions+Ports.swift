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
                let hint = await hint(at: name, client) ?? "`portpool ports` tells more of them"
                problem.detail = [problem.detail, hint].compactMap(\.self)
                    .joined(separator: "; ")
                throw APIClientError.problem(problem)
            }
        }
    }

    private func hint(at name: String, _ client: APIClient) async -> String? {
        let ports: [API.Port]
        // The refusal is what has to be told, whatever becomes of a question about it.
        do { ports = try await client.ports().ports } catch { return nil }
        let names = ports.map(\.id.rawValue) + ports.compactMap(\.alias)
        return NearWord.nearest(to: name, in: names).map { "did you mean '\($0)'?" }
    }

    private static let unknownPort = LeaseRefusal.unknownPort("", known: []).problemType
}
