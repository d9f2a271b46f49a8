internal import RigModel
internal import StrictYAML

/// Reads the phases of one unit: a list of steps, or a mapping with `steps`, `deadline` and for TEST `loop`.
struct PhaseReader {
    let steps: StepReader
    private var names = UniqueNames("step")
    /// Of all phases that were read, in their order.
    private(set) var scope = CaptureScope()
    /// By the id of a step, what its PASS patterns capture.
    private(set) var passed: [String: [String]] = [:]
    /// Whether all steps and their patterns could be read: else `passed` lacks some.
    private(set) var isComplete = true
    /// By the id of a step.
    private(set) var places: [String: StepPlaces] = [:]

    init(steps: StepReader) { self.steps = steps }

    mutating func read(_ value: YAMLValue, _ phase: Phase) -> PhasePlan? {
        guard value.isMapping else { return readSteps(value, phase).map { PhasePlan(steps: $0) } }
        return value.mapping { map -> PhasePlan? in
            let deadline = map["deadline"]?.positiveDuration()
            let loop = readLoop(map, phase)
            if case .duration(let length) = loop, let deadline, deadline <= length {
                map.report(
                    "'deadline' is not longer than the loop", atKey: "deadline", hint: "every run would be a TIMEOUT")
            }
            let steps = map.required("steps").flatMap { readSteps($0, phase) }
            return steps.map { PhasePlan(steps: $0, deadline: deadline, loop: loop) }
        }
    }

    private mutating func readSteps(_ value: YAMLValue, _ phase: Phase) -> [StepPlan]? {
        guard let entries = value.list() else {
            isComplete = false
            return nil
        }
        let read = entries.map { entry -> StepPlan? in
            let reading = entry.mapping { steps.read($0, names: &names) }
            scope.add(
                CaptureScope.Step(
                    phase: phase, id: reading?.id, captures: reading?.captures, references: reading?.references ?? []))
            guard let reading, let id = reading.id else {
                isComplete = false
                return nil
            }
            passed[id] = reading.passed
            if reading.passed == nil { isComplete = false }
            places[id] = reading.places
            return reading.step
        }
        if phase == .test, read.isEmpty {
            value.report("the test has no steps", hint: "a unit is judged by its test")
        }
        return read.contains { $0 == nil } ? nil : read.compactMap { $0 }
    }

    private func readLoop(_ map: YAMLMapping, _ phase: Phase) -> LoopPlan {
        guard phase == .test else {
            map.refuse(["loop"], because: "is for 'test' only")
            return .once
        }
        return map["loop"]?.mapping { loop -> LoopPlan? in
            loop.atMostOne(of: ["times", "for", "until"])
            let times = loop["times"], length = loop["for"], until = loop["until"]
            if let times { return times.integer(in: 1...1_000_000).map(LoopPlan.times) }
            if let length { return length.positiveDuration().map(LoopPlan.duration) }
            if let until { return until.choice(among: ["signal"]).map { _ in .untilSignal } }
            loop.report("'loop' has no end", hint: "give times, for or until")
            return nil
        } ?? .once
    }
}
