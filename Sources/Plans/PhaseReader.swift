internal import RigModel
internal import StrictYAML

/// Reads the phases of one unit: a list of steps, or a mapping with `steps`, `deadline` and for TEST `loop`.
struct PhaseReader {
    let steps: StepReader
    private var names = UniqueNames("step")
    /// By the id of a step, what its PASS patterns capture.
    private(set) var captures: [String: [String]] = [:]
    /// Whether all steps and their patterns could be read: else `captures` lacks some.
    private(set) var isComplete = true

    init(steps: StepReader) { self.steps = steps }

    mutating func read(_ value: YAMLValue, _ phase: Phase) -> PhasePlan? {
        guard value.isMapping else { return readSteps(value, phase).map { PhasePlan(steps: $0) } }
        return value.mapping { map -> PhasePlan? in
            let deadline = map["deadline"]?.positiveDuration()
            let times = readLoop(map, phase)
            let steps = map.required("steps").flatMap { readSteps($0, phase) }
            return steps.map { PhasePlan(steps: $0, deadline: deadline, loop: .times(times)) }
        }
    }

    private mutating func readSteps(_ value: YAMLValue, _ phase: Phase) -> [StepPlan]? {
        let readings = value.list { entry in entry.mapping { steps.read($0, names: &names) } }
        guard let readings else {
            isComplete = false
            return nil
        }
        for reading in readings {
            captures[reading.step.id] = reading.captures
            if reading.captures == nil { isComplete = false }
        }
        if phase == .test, readings.isEmpty {
            value.report("the test has no steps", hint: "a unit is judged by its test")
        }
        return readings.map(\.step)
    }

    private func readLoop(_ map: YAMLMapping, _ phase: Phase) -> Int {
        guard phase == .test else {
            map.refuse(["loop"], because: "is for 'test' only")
            return 1
        }
        let times = map["loop"]?.mapping { loop -> Int? in
            loop.refuseUnsupported(["for", "until"])
            return loop["times"]?.integer(in: 1...1_000_000)
        }
        return times ?? 1
    }
}
