import RigModel

/// Which lines to the outside a run has raised; tells the runner of each change, once.
struct RaisedHooks: Sendable {
    private let hooks: Hooks
    private let request: ExecutionRequest
    private let runner: any HookRunner
    private var raised: Set<HookLine> = []

    init(_ hooks: Hooks, of request: ExecutionRequest, _ runner: any HookRunner) {
        self.hooks = hooks
        self.request = request
        self.runner = runner
    }

    mutating func raise(_ line: HookLine) {
        guard hooks.has(line), raised.insert(line).inserted else { return }
        runner.set(line, to: true, for: request, hooks)
    }

    mutating func lower(_ line: HookLine) {
        guard raised.remove(line) != nil else { return }
        runner.set(line, to: false, for: request, hooks)
    }

    /// The run is over; what is CRITICAL stays so until a person has seen to it.
    mutating func lowerAll() {
        lower(.ready)
        lower(.active)
    }
}
