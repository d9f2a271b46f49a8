import RigModel

@testable import Dashboard

/// Grants every lease of which all ports are free, and remembers what it was asked.
actor FakeLeaseControl: LeaseControl {
    private(set) var records: [LeaseRecord] = []
    private(set) var orders: [LeaseOrder] = []
    private(set) var extensions: [Duration?] = []
    private(set) var quarantined: [PortID: String] = [:]
    private(set) var forgotten: [PortID] = []
    private var refusal: LeaseRefusal?

    func refuse(_ refusal: LeaseRefusal?) { self.refusal = refusal }

    func leases() async -> [LeaseRecord] {
        records.filter { if case .ended = $0.state { false } else { true } }
    }
    func lease(_ id: LeaseID) async -> LeaseRecord? { records.first { $0.id == id } }

    func lease(_ order: LeaseOrder) async throws(LeaseRefusal) -> LeaseRecord {
        if let refusal { throw refusal }
        orders.append(order)
        let taken = await Set(leases().flatMap(\.ports)).intersection(order.ports).sorted()
        var record = Sample.lease(
            taken.isEmpty ? .held(since: Sample.time) : .waiting(for: taken.map(\.rawValue)), orders.count)
        (record.owner, record.reason, record.ports) = (order.owner, order.reason, order.ports)
        (record.resources, record.priority) = (order.resources, order.priority)
        records.append(record)
        return record
    }

    func heartbeat(_ id: LeaseID, extendingBy extension: Duration?) async throws(LeaseRefusal) -> LeaseRecord {
        if let refusal { throw refusal }
        guard let record = await lease(id) else { throw .unknownLease(id) }
        extensions.append(`extension`)
        return record
    }

    func end(_ id: LeaseID, reason: String) async throws(LeaseRefusal) -> LeaseRecord {
        if let refusal { throw refusal }
        if let execution = id.execution { throw .heldByRun(id, execution) }
        guard let index = records.firstIndex(where: { $0.id == id }) else { throw .unknownLease(id) }
        if case .ended(_, let why) = records[index].state { throw .alreadyEnded(id, reason: why) }
        records[index].state = .ended(at: Sample.time, reason: reason)
        return records[index]
    }

    func quarantine(_ port: PortID, reason: String) async throws(LeaseRefusal) {
        if let refusal { throw refusal }
        quarantined[port] = reason
    }
    func release(_ port: PortID) async throws(LeaseRefusal) {
        if let refusal { throw refusal }
        quarantined[port] = nil
    }
    func forget(_ port: PortID) async throws(LeaseRefusal) {
        if let refusal { throw refusal }
        forgotten.append(port)
    }
}
