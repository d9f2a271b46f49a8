internal import GRDB

/// What is wrong with the store while it fails.
struct StoreTrouble: Sendable, Hashable {
    /// As the store says it.
    var cause: String
    /// The memory for what waits is used up.
    var isOutOfMemory = false

    /// What a person can act on; the statement that failed is of no use there.
    static func cause(of error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "\(error)" }
        return error.message ?? "\(error.resultCode)"
    }

    /// For the service's status, one sentence each.
    var reasons: [String] {
        var reasons = ["the store cannot be written, records wait in memory: \(cause)"]
        if isOutOfMemory { reasons.append("the memory for records that wait is used up, finished steps are lost") }
        return reasons
    }
}
