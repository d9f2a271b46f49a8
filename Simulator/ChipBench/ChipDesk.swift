internal import BoardModel
internal import ChipBoard
public import World

/// Does what the commands of `uutsim` ask of a bench on chips, as a world's desk does for a world.
public struct ChipDesk: Sendable {
    private let bench: Bench
    private let host: ChipBench

    public init(bench: Bench, host: ChipBench) {
        self.bench = bench
        self.host = host
    }

    /// Carries a request out; what goes wrong becomes the reply.
    public func answer(_ request: ControlRequest) async -> ControlReply {
        do {
            var note: String?
            if request.verb == .script { try await begin(request.script ?? "", file: request.kind ?? "script") }
            if request.verb == .stop { note = try await host.timelines.stop(request.kind) }
            guard ![.boards, .script, .stop].contains(request.verb) else {
                var states: [BoardState] = []
                for board in host.boards { states.append(await host.state(board)) }
                return ControlReply(boards: states, note: note, scripts: await host.timelines.names)
            }
            if let refusal = Self.refusal(of: request.verb) { throw WorldError.request(refusal) }
            let target = try bench.target(request.board)
            let board = try await host.board(target.board)
            if [.plug, .unplug, .replug].contains(request.verb) { _ = try target.wholeBoard(for: request.verb) }
            switch request.verb {
            case .boards, .script, .stop, .udev, .account: break
            case .plug: try await host.plug(board, request.comeback())
            case .unplug: try await host.unplug(board)
            case .replug: try await host.replug(board, request.comeback())
            case .fault:
                let (fault, note) = try FaultOrders(armed: await board.armedFaults).fault(of: request, on: target)
                try await host.arm(fault, on: board)
                return ControlReply(boards: [await host.state(board)], note: note)
            case .clear:
                for fault in try FaultOrders(armed: await board.armedFaults).cleared(by: request.kind, on: target) {
                    await board.clear(fault.id)
                }
            }
            return ControlReply(boards: [await host.state(board)])
        } catch {
            return ControlReply(refusing: request, because: error)
        }
    }

    private func begin(_ text: String, file: String) async throws {
        let script = try TimelineScript(yaml: text, file: file, boards: host.boards.map(\.id))
        do { try await host.begin(script, as: file) } catch { throw WorldError.bench("\(file): \(error)") }
    }

    /// Why only a world can do it; nil for what a bench on chips can.
    private static func refusal(of verb: ControlRequest.Verb) -> String? {
        switch verb {
        case .udev: "'udev' is for worlds; here the kernel's own udev tells of boards"
        case .account: "'account' is for worlds, in which campaigns run"
        case .boards, .plug, .unplug, .replug, .fault, .clear, .script, .stop: nil
        }
    }
}
