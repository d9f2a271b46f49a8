/// Where everything that happens is handed in. One implementation, in History: it numbers, commits and fans out.
public protocol EventSpine: Sendable {
    /// Hands an event in and goes on at once. Events of one caller keep their order.
    func post(_ event: RigEvent)
    /// Hands an event in and goes on at once.
    ///
    /// - Parameter whenStored: called once the store has the event, in the class of durability that it asks for, and as
    ///   well where the store has failed; the status of the service says so then. It must not wait.
    func post(_ event: RigEvent, whenStored: @escaping @Sendable () -> Void)
}

extension EventSpine {
    /// Hands an event in and waits until the store has it, or has failed.
    public func commit(_ event: RigEvent) async {
        await withCheckedContinuation { continuation in post(event) { continuation.resume() } }
    }
}

/// Gets the committed events in their order.
public protocol EventConsumer: Sendable {
    /// Must return soon: the next events wait for it. A consumer with slow clients of its own queues for each of them.
    ///
    /// Must never `commit`, nor wait for anything that does, such as the start of a run: nothing is committed before this
    /// returns, so neither would ever end. A consumer that acts on events queues them, and acts in a task of its own.
    func consume(_ events: [NumberedEvent]) async
}
