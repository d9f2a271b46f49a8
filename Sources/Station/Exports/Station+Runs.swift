import History
import Logging
public import RigModel

extension Station {
    /// A run as the store holds it; where the store cannot tell, its result without the steps.
    public func detail(of result: ExecutionResult) async -> ExecutionDetail {
        do {
            if let detail = try await records.store.runs.run(result.request.id), detail.result != nil { return detail }
        } catch {
            logger.warning("a run cannot be read back for its report", metadata: ["cause": "\(error)"])
        }
        return ExecutionDetail(request: result.request, startedAt: result.startedAt, result: result, steps: [])
    }
}
