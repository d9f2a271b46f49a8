import Execution
import RigModel

/// Decides when a line to the outside is really raised and lowered, where several runs share it. Pure.
///
/// A line is up while anybody holds it. A pulse holds nothing: it is raised anew each time, and lowers itself. What a
/// CRITICAL has raised without a pulse stays up: it is for a person to clear.
struct HookLines: Sendable {
    struct Change: Sendable {
        let output: HookOutput
        let isRaised: Bool
        let line: HookLine
        /// The run that it happens for.
        let request: ExecutionRequest
    }
    private struct Holder: Sendable, Hashable {
        let line: HookLine
        let execution: ExecutionID
    }
    private var holders: [HookOutput.Target: Set<Holder>] = [:]
    private var raised: [HookOutput.Target: Change] = [:]
    /// Raised by a CRITICAL, without a pulse.
    private var criticals: Set<HookOutput.Target> = []

    mutating func set(
        _ line: HookLine, to isRaised: Bool, for request: ExecutionRequest, _ output: HookOutput
    ) -> Change? {
        let change = Change(output: output, isRaised: isRaised, line: line, request: request)
        guard output.pulse == nil else { return isRaised ? change : nil }
        if line == .critical {
            guard isRaised else { return nil }
            criticals.insert(output.target)
            // Anew each time: a person may have lowered it by hand.
            return change
        }
        let holder = Holder(line: line, execution: request.id)
        var held = holders[output.target] ?? []
        let wasUp = !held.isEmpty
        if isRaised { held.insert(holder) } else { held.remove(holder) }
        holders[output.target] = held.isEmpty ? nil : held
        guard wasUp == held.isEmpty else { return nil }
        raised[output.target] = isRaised ? change : nil
        return !isRaised && criticals.contains(output.target) ? nil : change
    }

    /// At the end of the service: lowers all that runs have raised. What is CRITICAL stays as it is.
    mutating func lowerAll() -> [Change] {
        let up = raised.values.filter { !criticals.contains($0.output.target) }
        raised = [:]
        holders = [:]
        return up.map { Change(output: $0.output, isRaised: false, line: $0.line, request: $0.request) }
    }
}

extension Hooks {
    func output(_ line: HookLine) -> HookOutput? {
        switch line {
        case .critical: critical
        case .active: active
        case .ready: ready
        }
    }
}
