internal import BoardModel
internal import RigModel
internal import World

/// What is asked of the boards of one station.
extension StationRunner {
    func account(of seat: CampaignSeat, from line: Int = 0) async throws -> BoardAccount {
        let request = ControlRequest(verb: .account, board: seat.boardOnBench, parameters: ["from": "\(line)"])
        guard let account = try await station.ask(request).account else {
            throw NotInTime(what: "the world gave no account of board \(seat.boardOnBench)")
        }
        return account
    }

    /// All boards of the bench, as they are now.
    func states() async throws -> [BoardState] { try await station.ask(ControlRequest(verb: .boards)).boards ?? [] }

    func state(of seat: CampaignSeat) async throws -> BoardState {
        guard let state = try await states().first(where: { $0.id == seat.boardOnBench }) else {
            throw NotInTime(what: "the world knows no board \(seat.boardOnBench)")
        }
        return state
    }

    /// What a fault's parameters are besides those that it has by itself: when it strikes, and names of this bench.
    func words(of specimen: Specimen, at target: CampaignTarget, on seat: CampaignSeat) async throws -> [String: String]
    {
        var words: [String: String] = [:]
        if let form = specimen.newSerial { words["serial"] = serial(form, for: seat) }
        if specimen.parameters["as"] != nil { words["as"] = try await freeTTY(for: seat) }
        if specimen.moment == .atCommand {
            words["on"] = target.pattern
            words.merge(specimen.counting(target.number)) { $1 }
        }
        return words
    }

    /// - Parameters:
    ///   - words: see ``words(of:at:on:)``.
    ///   - scale: real seconds for one second of the boards' time.
    func order(
        _ specimen: Specimen, at target: CampaignTarget, of seat: CampaignSeat, _ words: [String: String], scale: Double
    ) -> FaultOrder {
        // Of a board with several units, only the one that runs; an answer is struck where it is said.
        let board =
            specimen.isOfChannel
            ? "\(seat.boardOnBench)-\(specimen.entry.carrier == .board ? target.listens : target.channel)"
            : seat.boardOnBench
        return FaultOrder(
            board: board, kind: specimen.entry.name,
            parameters: specimen.parameters(at: target, scale: scale).merging(words) { $1 })
    }

    /// - Parameter id: names the fault for `clear` and in counts.
    func arm(_ order: FaultOrder, as id: String) async throws {
        if order.kind == "netlink_overflow" {
            // Its listener must not read meanwhile, or nothing overflows; and the flood must be over when it reads again.
            _ = try await station.whileHeld { try await station.ask(ControlRequest(verb: .udev, kind: "flood")) }
            return
        }
        let parameters = order.parameters.merging(["id": id]) { $1 }
        _ = try await station.ask(
            ControlRequest(verb: .fault, board: order.board, kind: order.kind, parameters: parameters))
    }

    /// The first of names that no board of the bench has or is given by chance, from ttyUSB40 on: each board has its own,
    /// as several may come back at the same time.
    private func freeTTY(for seat: CampaignSeat) async throws -> String {
        let count = try await states().reduce(0) { $0 + $1.ports.count }
        let place = boards.firstIndex { $0.id == seat.boardOnBench } ?? 0
        return "ttyUSB\(max(40, count) + Channel.allCases.count * place)"
    }

    /// The board's serial number when it comes back in this form.
    private func serial(_ form: Specimen.NewSerial, for seat: CampaignSeat) -> String {
        let own = boards.first { $0.id == seat.boardOnBench }?.serial ?? ""
        switch form {
        case .another: return own + "X"
        case .duplicate: return boards.first { $0.id != seat.boardOnBench && $0.serial != nil }?.serial ?? own
        }
    }

    /// Takes a fault back, whether it is spent or not.
    func clear(_ id: String, of seat: CampaignSeat) async throws {
        do { _ = try await station.ask(ControlRequest(verb: .clear, board: seat.boardOnBench, kind: id)) } catch {
            guard case WorldError.request(let text) = error, text.contains("armed") else { throw error }
        }
    }

    func unplug(_ seat: CampaignSeat) async throws {
        _ = try await station.ask(ControlRequest(verb: .unplug, board: seat.boardOnBench))
    }

    func replug(_ seat: CampaignSeat) async throws {
        _ = try await station.ask(ControlRequest(verb: .replug, board: seat.boardOnBench))
    }

    /// Puts plugs back that are out: a board's, or all of the bench.
    func plugIn(_ only: String?) async throws {
        for board in try await states() where !board.plugged && (only == nil || board.id == only) {
            do { _ = try await station.ask(ControlRequest(verb: .plug, board: board.id)) } catch {
                // Its own fault may have put it back meanwhile.
                guard try await states().first(where: { $0.id == board.id })?.plugged == true else { throw error }
            }
        }
    }

    /// Puts a board back as the bench has it, or all: plugged in, with its own serial number.
    func putRight(_ only: String?) async throws {
        try await plugIn(only)
        for state in try await states() where only == nil || state.id == only {
            guard let board = boards.first(where: { $0.id == state.id }), board.serial ?? "" != state.serial ?? ""
            else {
                continue
            }
            _ = try await station.ask(ControlRequest(verb: .replug, board: board.id, serial: board.serial ?? ""))
        }
    }
}
