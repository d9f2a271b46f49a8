internal import RigModel
internal import StrictYAML

/// Reads one step.
struct StepReader {
    let defaults: StepPolicies
    /// Of the unit's ports, in the order of the file; nil where these could not be read.
    let aliases: [String]?
    let files: AttachedFiles

    /// What could be read of a step.
    struct Reading {
        var id: String?
        /// nil where something that it needs could not be read.
        var step: StepPlan?
        /// The names that its PASS patterns capture; nil where one could not be read.
        var passed: [String]?
        /// As `passed`, of PASS and WARN patterns.
        var captures: [String]?
        var references: [CaptureScope.Reference]
        var places: StepPlaces
    }

    func read(_ map: YAMLMapping, names: inout UniqueNames) -> Reading {
        let id = map.required("id").flatMap { value in
            let name = value.plainName()
            if let name { names.add(name, value) }
            return name
        }
        var policies = defaults
        policies.read(map)
        let action = StepActionReader(files: files).read(map)
        let levels = LevelsReader().read(map)
        // The whole of what is scanned is a capture by itself.
        let scanned =
            if case .operator(let prompt)? = action.action, prompt.kind == .scan { ["text"] } else { [String]() }
        let captures = levels.measurable.map { $0 + scanned }
        let measures = map["measure"]?.mapping { MeasureReader(captures: captures).read($0) } ?? []
        let until = map["until"]?.pattern(.until)
        let condition = map["require"].flatMap { RequireReader().read($0) }
        let port = readAlias(map["port"]) ?? aliases?.first ?? ""
        let listen = readAlias(map["listen"]) ?? port
        StepCheck(map: map, action: action.action).check(&policies)
        let references = action.references + (condition?.references ?? [])
        let places = StepPlaces(
            step: map.location, keys: map.keyLocations,
            patterns: levels.patterns + policies.ignore + [until].compactMap { $0 },
            references: references.map { ($0.name, $0.place) })
        var reading = Reading(
            id: id, passed: levels.passed.map { $0 + scanned }, captures: captures, references: references,
            places: places)
        guard let id, let action = action.action else { return reading }
        reading.step = StepPlan(
            id: id, action: action, port: port, listen: listen, timeout: policies.timeout, levels: levels.levels,
            noMatch: policies.noMatch, noMatchAfter: policies.noMatchAfter, onTimeout: policies.onTimeout,
            onFail: policies.onFail, retries: policies.retries, measures: measures,
            ignore: policies.ignore.map(\.text), quietBefore: policies.quietBefore, until: until?.text,
            echo: policies.echo, require: condition?.expression)
        return reading
    }

    private func readAlias(_ value: YAMLValue?) -> String? {
        guard let value, let alias = value.string() else { return nil }
        if let aliases, !aliases.contains(alias) {
            let known = aliases.joined(separator: ", ")
            value.report(
                "the unit has no port '\(alias)'",
                hint: suggestion(for: alias, from: aliases) ?? "it has: \(known)")
        }
        return alias
    }
}
