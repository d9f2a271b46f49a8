import BoardModel
import PTYBoard
import RigModel

/// Does what requests and the timeline ask of a bench.
struct ControlDesk: Sendable {
    let bench: Bench
    let host: WorldHost
    /// Takes the timelines that are to happen from now on.
    let timelines: AsyncStream<BenchTimeline>.Continuation

    /// Carries a request out; what goes wrong becomes the reply.
    func answer(_ request: ControlRequest) async -> ControlReply {
        do {
            if request.verb == .udev { try await trouble(request.kind ?? "") }
            if request.verb == .script { try await begin(request.script ?? "", file: request.kind ?? "script") }
            guard ![.boards, .udev, .script].contains(request.verb) else {
                return ControlReply(boards: try await states())
            }
            let target = try target(request.board)
            if request.verb == .account { return ControlReply(account: try await account(request, target)) }
            switch request.verb {
            case .boards, .udev, .script, .account: break
            case .plug: try await host.plug(target.board, request.comeback)
            case .unplug: try await host.unplug(target.board)
            case .replug: try await host.replug(target.board, request.comeback)
            case .fault: try await arm(request, target)
            case .clear: try await clear(request.kind, target)
            }
            return ControlReply(boards: [try await host.state(target.board)])
        } catch {
            return ControlReply(error: "\(error)")
        }
    }

    /// Carries out what a timeline says, but for `replug`, which takes its time.
    func carryOut(_ action: BenchAction) async throws {
        switch action {
        case .plug(let board, let tty):
            if try await !host.isPlugged(board) { try await host.plug(board, as: tty) }
        case .unplug(let board):
            if try await host.isPlugged(board) { try await host.unplug(board) }
        case .replug(let board, let comeback): try await host.replug(board, comeback)
        case .fault(let board, let fault):
            try await host.check(fault.kind, for: board)
            try await host.board(board).arm(fault)
        case .clear(let board, let id):
            for board in board.map({ [$0] }) ?? bench.script.boards.map(\.id) {
                try await host.board(board).clear(id)
            }
        }
    }

    private func states() async throws -> [BoardState] {
        var states: [BoardState] = []
        for board in bench.script.boards { states.append(try await host.state(board.id)) }
        return states
    }

    private func target(_ text: String?) throws(WorldError) -> BenchTarget {
        let text = text ?? ""
        let known = bench.script.boards
        if let target = bench.script.target(text) {
            try require(target.channel.map(\.description), of: target.board)
            return target
        }
        if let dash = text.lastIndex(of: "-"), known.contains(where: { $0.id == text[..<dash] }) {
            try require(String(text[dash...].dropFirst()), of: String(text[..<dash]))
        }
        throw .unknownBoard(text, known: known.map(\.id))
    }

    /// - Parameter channel: `B`; nil for the whole board.
    private func require(_ channel: String?, of board: String) throws(WorldError) {
        guard let channel, let place = bench.script.boards.first(where: { $0.id == board }),
            let known = bench.boards[place.script]?.ports.map(\.description), !known.contains(channel)
        else { return }
        throw .unknownChannel(channel, board: board, known: known)
    }

    /// - Parameter id: of one fault; nil for all of the board's, as many as there are.
    /// Of a channel only what was armed on it: what was armed on the whole board is the board's.
    private func clear(_ id: String?, _ target: BenchTarget) async throws {
        let board = try await host.board(target.board)
        let armed = await board.armedFaults.filter { target.channel == nil || $0.channel == target.channel }.map(\.id)
        if let id, !armed.contains(id) { throw WorldError.notArmed(id, board: target.description, armed: armed) }
        for armed in armed where id == nil || armed == id { await board.clear(armed) }
    }

    private func trouble(_ kind: String) async throws {
        if kind == "flood" { return try await host.floodEvents() }
        guard let mode = EventGate.Mode(rawValue: kind) else {
            let known = EventGate.Mode.allCases.map(\.rawValue) + ["flood"]
            throw WorldError.request("udev cannot '\(kind)'; it can \(known.joined(separator: ", "))")
        }
        try await host.turnEvents(to: mode)
    }

    private func begin(_ text: String, file: String) async throws {
        let script = try TimelineScript(yaml: text, file: file, boards: bench.script.boards.map(\.id))
        for (board, fault) in script.faults { try await host.check(fault.kind, for: board) }
        timelines.yield(BenchTimeline(of: script, seed: bench.script.seed))
    }

    private func arm(_ request: ControlRequest, _ target: BenchTarget) async throws {
        guard let kind = request.kind else { throw WorldError.request("a fault needs its kind") }
        let parameters = (request.parameters ?? [:]).sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        let fault = try Fault(kind: kind, parameters: parameters, channel: target.channel)
        try await host.check(fault.kind, for: target.board)
        try await host.board(target.board).arm(fault)
    }
}
