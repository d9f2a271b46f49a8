internal import APIClient
internal import RigModel
internal import World

/// What is waited for between the boards of one station and the service's view of them.
extension StationRunner {
    private func ports(of seat: CampaignSeat) async throws -> [API.Port] {
        try await station.client.ports().ports.filter { seat.ports.contains($0.id) }
    }

    /// Looks until something is so; false where it takes too long.
    private func wait(
        within limit: Duration = StationRunner.portTime, until isSo: () async throws -> Bool
    ) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while try await !isSo() {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: Self.look)
        }
        return true
    }

    /// Waits until the ports of a seat are free, those that could not be opened the last time among them: the next run
    /// finds out whether they can. Returns what keeps them where that takes too long.
    func waitUntilFree(_ seat: CampaignSeat) async throws -> String? {
        let isFree = try await wait {
            let ports = try await ports(of: seat)
            return ports.count == seat.ports.count
                && ports.allSatisfy { $0.status == .available || $0.status == .error && $0.leaseId == nil }
        }
        guard !isFree else { return nil }
        let states = try await ports(of: seat).filter { $0.status != .available }.map { port in
            "\(port.id) is \(port.status.rawValue)\(port.lastError.map { " (\($0))" } ?? "")"
        }
        return states.isEmpty ? "a port is gone" : states.joined(separator: ", ")
    }

    /// The highest incarnation of a seat's ports that all of them have reached.
    func incarnation(of seat: CampaignSeat) async throws -> Int {
        try await ports(of: seat).map(\.incarnation).min() ?? 0
    }

    /// Waits until a board has been plugged in anew, and until the service has had the time to learn of it.
    ///
    /// - Parameter before: how often it had been plugged in, and how often the service had seen that.
    func waitUntilBack(_ seat: CampaignSeat, after before: (pluggedIn: Int, incarnation: Int)) async throws {
        try await waitUntilPluggedIn(seat, after: before.pluggedIn)
        // Where the service has missed the news for good, the run that follows tells.
        _ = try await wait(within: Self.newsTime) { try await incarnation(of: seat) > before.incarnation }
    }

    /// - Parameter times: how often it had been plugged in before.
    func waitUntilPluggedIn(_ seat: CampaignSeat, after times: Int) async throws {
        let isBack = try await wait {
            guard try await account(of: seat, from: .max).pluggedIn > times else { return false }
            return try await state(of: seat).plugged
        }
        guard isBack else { throw NotInTime(what: "the fault did not put the board back") }
    }

    /// Waits until a pulled board is out altogether, and with it all that are on its hub where that was pulled.
    func waitUntilOut(_ seat: CampaignSeat, withItsHub: Bool) async throws {
        let path = try await state(of: seat).path
        let hub = path.lastIndex(of: ".").map { path[..<$0] + "." }
        let isOut = try await wait {
            try await states().allSatisfy { board in
                let isPulled = board.path == path || withItsHub && hub.map(board.path.hasPrefix) == true
                return !isPulled || !board.plugged
            }
        }
        guard isOut else { throw NotInTime(what: "the fault struck and did not pull the plug") }
    }

    /// Waits until the service knows boards by their right names; returns what is wrong where that takes too long.
    ///
    /// - Parameter board: nil for all of the bench.
    func misnamed(_ board: String?) async throws -> [String] {
        var complaints: [String] = []
        _ = try await wait {
            let states = try await states()
            let ports = try await station.client.ports().ports
            let check = IdentityCheck(states)
            complaints = states.filter { $0.plugged && (board == nil || $0.id == board) }
                .flatMap { check.complaints(about: $0, in: ports) }
            return complaints.isEmpty
        }
        return complaints
    }

    /// The seat under the names that its board has now; nil where the plan is not for a board of that name.
    func renamed(_ seat: CampaignSeat) async throws -> CampaignSeat? {
        let states = try await states()
        guard let state = states.first(where: { $0.id == seat.boardOnBench }) else { return nil }
        let board = IdentityCheck(states).name(of: state)
        let ids = seat.ports.map { PortID("\(board)" + $0.rawValue.dropFirst(seat.board.rawValue.count)) }
        let ports = try await station.client.ports().ports.filter { ids.contains($0.id) && $0.bibId == seat.bib }
        guard ports.count == ids.count, ports.allSatisfy({ $0.matching == "matched" }) else { return nil }
        return CampaignSeat(
            bib: seat.bib, uut: seat.uut, board: board, boardOnBench: seat.boardOnBench, isOnHub: seat.isOnHub,
            ports: ids)
    }

    /// Lets the service forget ports that are not there any more.
    func forget(_ ports: [PortID]) async throws {
        for port in ports { _ = try await station.client.forget(port) }
    }

    /// The program that holds a seat's port on behalf of a fault, once it does.
    func waitForHolder(_ channel: Channel, of seat: CampaignSeat) async throws -> PortHolderSearch.Holder {
        let tty = try await state(of: seat).ports.first { $0.channel == "\(channel)" }?.tty ?? ""
        let search = PortHolderSearch(world: station.worldPID)
        var holder: PortHolderSearch.Holder?
        let isHeld = try await wait {
            holder = search.holder(of: "/dev/\(tty)")
            return holder?.isHolding == true
        }
        guard isHeld, let holder else { throw NotInTime(what: "no program came to hold /dev/\(tty)") }
        return holder
    }

    func waitForEnd(of holder: PortHolderSearch.Holder) async throws {
        guard try await wait(until: { !holder.isAlive }) else {
            throw NotInTime(what: "\(holder.name) still holds its port")
        }
    }
}
