/// What went wrong with a line during a lease.
public struct PortTrouble: Sendable, Hashable {
    public var message: String
    /// The line could not be opened: the port's state becomes `error` until it is opened or plugged anew.
    public var failedToOpen: Bool
    public init(message: String, failedToOpen: Bool) {
        self.message = message
        self.failedToOpen = failedToOpen
    }
}
