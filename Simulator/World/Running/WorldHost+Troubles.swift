import BoardModel
import RigModel

/// Faults of the machine that boards are plugged into. All times are real.
extension WorldHost {
    /// Lets something go wrong with the machine, on behalf of a board, and sees it through.
    ///
    /// - Parameters:
    ///   - channel: nil for all of the board's.
    ///   - fault: the id by which ``recover(_:of:)`` ends what lasts.
    func suffer(_ kind: HostFault, of id: String, channel: Channel?, fault: String) async throws {
        switch kind {
        case .hubPull(let after): try await pullHub(of: id, for: after)
        case .lostRemove(let after):
            try await alone { host in try await host.unplugAlone(id, isTold: false) }
            try await comeBack(id, after: after)
        case .lostHangup(let after):
            try await alone { host in try await host.unplugAlone(id, hangsUp: false) }
            try await comeBack(id, after: after)
        case .eventBeforeNode(let delay):
            let number = try await plugAnew(id, nodes: .later)
            try await Task.sleep(for: delay)
            try await afterwards(id, number) { host, seat in try host.makeNodes(of: seat) }
        case .nodeForbidden(let delay):
            let number = try await plugAnew(id, nodes: .forbidden)
            try await Task.sleep(for: delay)
            try await afterwards(id, number) { host, seat in try host.allowNodes(of: seat) }
        case .netlinkOverflow: try await floodEvents()
        case .heldPort:
            try await alone { host in
                let seat = try host.seat(id)
                let ports = seat.script.ports.enumerated().filter { channel == nil || $1 == channel }
                let nodes = ports.compactMap { interface, _ in seat.adapter.map { "/dev/" + $0.ttyName(interface) } }
                if !nodes.isEmpty { try host.holders.begin(nodes, of: id, fault: fault) }
            }
        }
    }

    /// Ends what lasts.
    func recover(_ fault: String, of id: String) { holders.end(fault, of: id) }

    /// Throws where a board cannot suffer such a fault on this bench.
    func check(_ kind: FaultKind, for id: String) throws(WorldError) {
        if let refusal = kind.refusal(on: .world) { throw .request(refusal) }
        guard case .host(.hubPull) = kind, try seat(id).address.hub == nil else { return }
        throw .request("board \(id) is in \(try seat(id).address), which is on no hub; hub_pull needs one")
    }

    private func pullHub(of id: String, for time: Duration?) async throws {
        let address = try seat(id).address
        guard let hub = address.hub else { return }
        var pulled: [String] = []
        try await alone { host in
            for other in host.boardIDs {
                let seat = try host.seat(other)
                guard seat.address.hubs.contains(hub), seat.adapter != nil else { continue }
                try await host.unplugAlone(other)
                pulled.append(other)
            }
            for below in host.hubs.keys.filter({ $0 == hub || $0.hubs.contains(hub) }).sorted(by: >) {
                try host.pull(below)
            }
        }
        guard let time else { return }
        try await Task.sleep(for: time)
        for other in pulled where try !isPlugged(other) { try await plug(other) }
    }

    private func comeBack(_ id: String, after time: Duration) async throws {
        try await Task.sleep(for: time)
        if try !isPlugged(id) { try await plug(id) }
    }

    /// - Returns: the board's address on the bus, by which it is known that it has not gone since.
    private func plugAnew(_ id: String, nodes: NodeTiming) async throws -> Int? {
        var number: Int?
        try await alone { host in
            if try host.isPlugged(id) { try await host.unplugAlone(id) }
            try await host.plugAlone(id, Comeback(), nodes: nodes)
            number = try host.seat(id).adapter?.number
        }
        return number
    }

    private func afterwards(
        _ id: String, _ number: Int?, _ body: @Sendable (isolated WorldHost, Seat) throws -> Void
    ) async throws {
        try await alone { host in
            let seat = try host.seat(id)
            if seat.adapter?.number == number { try body(host, seat) }
        }
    }
}
