import RigModel
import SerialIO

/// Overruns and the like, as the drivers count them: the rig's fault or the cable's, and not the unit's.
///
/// Read when a line is opened, when a step on it was bad, and at the end of the run; never between two good steps.
extension Run {
    /// A line was opened: what was counted before is not this run's.
    func beginCounting(on alias: String) async { countedErrors[alias] = await lines[alias]?.errorsCounted }

    /// What was counted against the line of a bad step, up to it and since it was last told.
    func lineErrorHints(_ step: CompiledStep) async -> [String] {
        guard let errors = await newErrors(on: step.plan.listen) else { return [] }
        let advice =
            errors.hasLostBytes
            ? "bytes of the unit were lost on the way, so that this verdict says little of it: a lower baud rate, flow "
                + "control or a less busy computer helps"
            : "bytes of the unit were spoilt on the way: do baud rate and frame fit, and is the cable sound?"
        return [
            "the driver has counted \(errors) on port '\(step.plan.listen)' (\(port(step.plan.listen))) in this run: \(advice)"
        ]
    }

    /// Tells in the log what no step has told of.
    func noteLineErrors() async {
        for port in request.ports {
            guard let errors = await newErrors(on: port.alias) else { continue }
            recorder.log(
                .note("the driver has counted \(errors) on port '\(port.alias)' (\(port.port)) in this run"), .warning,
                phase: phase)
        }
    }

    private func newErrors(on alias: String) async -> LineErrors? {
        guard let earlier = countedErrors[alias], let now = await lines[alias]?.errorsCounted else { return nil }
        countedErrors[alias] = now
        let errors = now.since(earlier)
        return errors.isEmpty ? nil : errors
    }
}
