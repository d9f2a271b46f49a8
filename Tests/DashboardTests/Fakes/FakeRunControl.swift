import RigModel

/// Queues nothing; remembers what it was asked.
actor FakeRunControl: RunControl {
    private(set) var orders: [RunOrder] = []
    private(set) var aborted: [ExecutionID: String] = [:]
    private var refusal: RunRefusal?
    private var ended: Set<ExecutionID> = []

    func refuse(_ refusal: RunRefusal?) { self.refusal = refusal }
    func end(_ id: ExecutionID) { ended.insert(id) }

    func start(_ order: RunOrder) async throws(RunRefusal) -> [ExecutionRequest] {
        if let refusal { throw refusal }
        orders.append(order)
        return [Sample.request(orders.count, bib: order.bib)]
    }
    func abort(_ id: ExecutionID, reason: String) async throws(RunRefusal) {
        if let refusal { throw refusal }
        if ended.contains(id) { throw .alreadyEnded(id) }
        aborted[id] = reason
    }
    private(set) var signalled: [ExecutionID] = []
    func signal(_ id: ExecutionID) async throws(RunRefusal) {
        if let refusal { throw refusal }
        signalled.append(id)
    }
    private(set) var answers: [String: OperatorAnswer] = [:]
    func answer(_ id: ExecutionID, step: String, with answer: OperatorAnswer) async throws(RunRefusal) {
        if let refusal { throw refusal }
        answers[step] = answer
    }
}
