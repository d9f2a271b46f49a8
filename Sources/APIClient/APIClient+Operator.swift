import Foundation
import NIOHTTP1
public import RigModel

extension APIClient {
    /// Ends the loop of a run whose plan says `until: signal`.
    public func signal(_ id: ExecutionID) async throws(APIClientError) {
        _ = try await bytes(.POST, "executions/\(Self.encoded(id.rawValue))/signal")
    }

    /// Answers the question that a run waits with.
    public func answer(_ id: ExecutionID, _ answer: API.Answer) async throws(APIClientError) {
        let body: Data
        do { body = try JSONEncoder().encode(answer) } catch { throw .unintelligible("\(error)") }
        _ = try await bytes(.POST, "executions/\(Self.encoded(id.rawValue))/answer", body: Array(body))
    }
}
