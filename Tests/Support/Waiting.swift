/// What a test waited for did not come.
public struct NotInTime: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
}

/// Asks again and again until there is an answer.
///
/// - Parameters:
///   - what: is being waited for, for the message.
///   - limit: generous, since it is only spent where something is broken.
///   - pause: between two looks.
public func eventually<Value>(
    _ what: String, within limit: Duration = .seconds(60), every pause: Duration = .milliseconds(10),
    _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
        if let value = try await look() { return value }
        guard ContinuousClock.now < deadline else { throw NotInTime(description: "\(what): not within \(limit)") }
        try await Task.sleep(for: pause)
    }
}

/// Looks again and again until something is so.
public func eventually(
    _ what: String, within limit: Duration = .seconds(60), every pause: Duration = .milliseconds(10),
    _ condition: () async throws -> Bool
) async throws {
    try await eventually(what, within: limit, every: pause) { try await condition() ? () : nil }
}
