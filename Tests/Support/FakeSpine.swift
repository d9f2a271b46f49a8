import Locking
public import RigModel

/// Keeps what is handed in; commits at once.
public final class FakeSpine: EventSpine {
    private let kept = Lock<[RigEvent]>([])
    public init() {}
    public func post(_ event: RigEvent) { kept.withLock { $0.append(event) } }
    public func post(_ event: RigEvent, whenStored: @escaping @Sendable () -> Void) {
        post(event)
        whenStored()
    }
    public var events: [RigEvent] { kept.withLock { $0 } }
}
