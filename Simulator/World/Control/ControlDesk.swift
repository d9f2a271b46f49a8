import BoardModel
import PTYBoard
import RigModel

/// Does what requests and the timeline ask of a bench.
struct ControlDesk: Sendable {
    let bench: Bench
    let host: WorldHost
    let timelines: RunningTimelines

    /// Carries a request out; what goes wrong becomes the reply.
    func answer(_ request: ControlRequest) async -> ControlReply {
        do {
            var note: String?
            switch request.verb {
            case .udev: try await trouble(request.kind ?? "")
            case .script: try await begin(request.script ?? "", file: request.kind ?? "script")
            case .stop: note = try await timelines.stop(request.kind)
            case .boards, .plug, .unplug, .replug, .fault, .clear, .account: break
            }
            guard ![.boards, .udev, .script, .stop].contains(request.verb) else {
                return ControlReply(boards: try await states(), note: note, scripts: await timelines.names)
            }
            let target = try bench.target(request.board)
            switch request.verb {
            case .boards, .udev, .script, .stop: break
            case .account: return ControlReply(account: try await account(request, target))
            case .plug: try await host.plug(target.wholeBoard(for: request.verb), request.comeback())
            case .unplug: try await host.unplug(target.wholeBoard(for: request.verb))
            case .replug: try await host.replug(target.wholeBoard(for: request.verb), request.comeback())
            case .fault:
                let note = try await arm(request, target)
                return ControlReply(boards: [try await host.state(target.board)], note: note)
            case .clear: try await clear(request.kind, target)
            }
            return ControlReply(boards: [try await host.state(target.board)])
        } catch {
            return ControlReply(refusing: request, because: error)
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
            try await host.check(fault, for: board)
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

    private func clear(_ id: String?, _ target: BenchTarget) async throws {
        let board = try await host.board(target.board)
        for fault in try FaultOrders(armed: await board.armedFaults).cleared(by: id, on: target) {
            await board.clear(fault.id)
        }
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
        do {
            for (board, fault) in script.faults { try await host.check(fault, for: board) }
        } catch { throw WorldError.bench("\(file): \(error)") }
        await timelines.begin(BenchTimeline(of: script, seed: bench.script.seed), as: file)
    }

    /// - Returns: what the caller should know.
    private func arm(_ request: ControlRequest, _ target: BenchTarget) async throws -> String? {
        let board = try await host.board(target.board)
        let (fault, note) = try FaultOrders(armed: await board.armedFaults).fault(of: request, on: target)
        try await host.check(fault, for: target.board)
        await board.arm(fault)
        return note
    }
}
