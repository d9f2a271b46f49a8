internal import RigModel
internal import StrictYAML

/// What the steps of a unit capture, and which of it each of them may use: its own and that of the steps which come
/// before it on every way through the plan.
struct CaptureScope {
    /// A use of a capture.
    struct Reference {
        var name: CaptureName
        var value: YAMLValue
        var place: SourceLocation
    }
    /// A step in the order of the file.
    struct Step {
        var phase: Phase
        /// nil where it could not be read.
        var id: String?
        /// Of PASS and WARN patterns; nil where one could not be read.
        var captures: [String]?
        var references: [Reference] = []
    }

    private(set) var steps: [Step] = []

    mutating func add(_ step: Step) { steps.append(step) }

    /// Reports each use of what is not there.
    func check() {
        for (index, step) in steps.enumerated() {
            for reference in step.references { check(reference, in: step, at: index) }
        }
    }

    private func check(_ reference: Reference, in step: Step, at index: Int) {
        func report(_ message: String, hint: String?) {
            reference.value.report(message, at: reference.place, hint: hint)
        }
        let capture = reference.name.capture
        guard let name = reference.name.step else {
            guard let own = step.captures, !own.contains(capture) else { return }
            report(
                "no PASS or WARN pattern of this step captures '\(capture)'",
                hint: hint(for: capture, own, before: index))
            return
        }
        guard let other = steps.firstIndex(where: { $0.id == name }) else {
            // Among steps that could not be read may be the one that is meant.
            if !steps.contains(where: { $0.id == nil }) {
                report("the unit has no step '\(name)'", hint: suggestion(for: name, from: steps.compactMap(\.id)))
            }
            return
        }
        let place = "step '\(name)'"
        if other == index {
            report(
                "\(place) is this step itself", hint: "its own captures are known once it has passed, as '\(capture)'")
        } else if other > index {
            report("\(place) comes later", hint: "only what was captured before can be used")
        } else if step.phase == .stop, steps[other].phase != .stop {
            report("\(place) may not have run when STOP does", hint: "STOP is carried out on every way out")
        } else if let captures = steps[other].captures, !captures.contains(capture) {
            report(
                "no PASS or WARN pattern of \(place) captures '\(capture)'",
                hint: suggestion(for: capture, from: captures) ?? "name a group: (?<\(capture)>...)")
        }
    }

    private func hint(for capture: String, _ own: [String], before index: Int) -> String {
        if let step = steps[..<index].last(where: { $0.captures?.contains(capture) == true }), let id = step.id {
            return "did you mean '\(id).\(capture)'?"
        }
        return suggestion(for: capture, from: own) ?? "name a group: (?<\(capture)>...)"
    }
}
