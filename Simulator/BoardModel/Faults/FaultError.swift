/// Why a fault cannot be made of what was given: one sentence each.
public struct FaultError: Error, Sendable, Hashable, CustomStringConvertible {
    public let reasons: [String]
    public init(reasons: [String]) { self.reasons = reasons }
    public var description: String { reasons.joined(separator: "\n") }
}
