/// What a test waited for did not come.
struct NotInTime: Error, CustomStringConvertible {
    let description: String
}

/// Asks again and again until there is an answer.
///
/// - Parameters:
///   - what: is being waited for, for the message.
///   - limit: generous, since it is only spent where something is broken.
func eventually<Value>(
    _ what: String, within limit: Duration = .seconds(60), _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
        if let value = try await look() { return value }
        guard ContinuousClock.now < deadline else { throw NotInTime(description: "\(what): not within \(limit)") }
        // Each look costs a slow machine something.
        try await Task.sleep(for: .milliseconds(50))
    }
}
