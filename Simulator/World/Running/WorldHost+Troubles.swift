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
        case .hubPull(let after, let boards): try await pullHub(of: id, for: after, only: boards)
        case .lostRemove(let after):
            try await pull(id, for: after) { host in try await host.unplugAlone(id, isTold: false) }
        case .lostHangup(let after):
            try await pull(id, for: after) { host in try await host.unplugAlone(id, hangsUp: false) }
        case .eventBeforeNode(let delay):
            let number = try await plugAnew(id, nodes: .later)
            try await Task.sleep(for: delay)
            try await afterwards(id, number) { host, seat in
                for (tty, line) in seat.nodes { try host.view.make(tty, onto: line) }
            }
        case .nodeForbidden(let delay):
            let number = try await plugAnew(id, nodes: .forbidden)
            try await Task.sleep(for: delay)
            try await afterwards(id, number) { host, seat in
                for (tty, line) in seat.nodes { try host.view.allow(tty, on: line) }
            }
        case .netlinkOverflow: try await floodEvents()
        case .heldPort:
            try await alone { host in
                let seat = try host.seat(id)
                let ports = seat.script.ports.enumerated().filter { channel == nil || $1 == channel }
                let nodes = ports.compactMap { interface, _ in
                    seat.adapter.map { host.view.node($0.ttyName(interface)) }
                }
                if !nodes.isEmpty { try host.holders.begin(nodes, of: id, fault: fault) }
            }
        }
    }

    /// Ends what lasts.
    func recover(_ fault: String, of id: String) { holders.end(fault, of: id) }

    /// Why no such fault can be shown here; nil where it can.
    func refusal(of kind: FaultKind) -> String? { view.refusal(of: kind) }

    /// Throws where a board cannot suffer such a fault on this bench.
    func check(_ fault: Fault, for id: String) throws(WorldError) {
        let script = try seat(id).script
        if let refusal = refusal(of: fault.kind) ?? script.refusal(of: fault) { throw .request(refusal) }
        if case .plug(.replug(let comeback)) = fault.kind { _ = try wanted(comeback.tty, by: seat(id)) }
        guard case .host(.hubPull(_, let boards)) = fault.kind else { return }
        let address = try seat(id).address
        guard let hub = address.hub else {
            throw .request("board \(id) is in \(address), which is on no hub; hub_pull needs one")
        }
        for other in boards ?? [] where try !seat(other).address.hubs.contains(hub) {
            throw .request("board \(other) is in \(try seat(other).address), which is not on the hub \(hub) of \(id)")
        }
    }

    /// - Parameter boards: nil for all, and the hub itself.
    private func pullHub(of id: String, for time: Duration?, only boards: [String]?) async throws {
        let address = try seat(id).address
        guard let hub = address.hub else { return }
        var pulled: [(id: String, plugs: Int)] = []
        try await alone { host in
            for other in boards ?? host.boardIDs {
                let seat = try host.seat(other)
                guard seat.address.hubs.contains(hub), seat.adapter != nil else { continue }
                try await host.unplugAlone(other)
                pulled.append((other, seat.plugs))
            }
            guard boards == nil else { return }
            for below in host.hubs.keys.filter({ $0 == hub || $0.hubs.contains(hub) }).sorted(by: >) {
                try host.pull(below)
            }
        }
        guard let time else { return }
        try await Task.sleep(for: time)
        for other in pulled { try await comeBack(other.id, since: other.plugs) }
    }

    /// Pulls a board in some way, and plugs it in once the time is over, where nobody has meanwhile.
    private func pull(
        _ id: String, for time: Duration, _ unplug: (isolated WorldHost) async throws -> Void
    ) async throws {
        try await alone(unplug)
        let plugs = try plugs(of: id)
        try await Task.sleep(for: time)
        try await comeBack(id, since: plugs)
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
