internal import RigModel
internal import StrictYAML

/// Reads one unit: its ports and phases.
struct UUTReader {
    let defaults: StepPolicies
    let resources: ResourceNames
    let files: AttachedFiles

    /// A unit and where its parts stand.
    struct Reading {
        var uut: UUTPlan
        var places: UUTPlaces
    }

    func read(_ map: YAMLMapping, names: inout UniqueNames, channels: inout ChannelUse) -> Reading? {
        let id = map.required("id").flatMap { value in
            let name = value.plainName()
            if let name { names.add(name, value) }
            return name
        }
        let taken = map["resources"].map(resources.readTaken) ?? []
        let deadline = map["deadline"]?.positiveDuration()
        var places = UUTPlaces(uut: map.location, keys: map.keyLocations)
        let ports = map.required("ports")?.mapping { readPorts($0, channels: &channels, places: &places) }
        var phases = PhaseReader(steps: StepReader(defaults: defaults, aliases: ports?.map(\.alias), files: files))
        let start = map["start"].flatMap { phases.read($0, .start) } ?? PhasePlan(steps: [])
        let test = map.required("test").flatMap { phases.read($0, .test) }
        let stop = map["stop"].flatMap { phases.read($0, .stop) } ?? PhasePlan(steps: [])
        phases.scope.check()
        let serialFrom = map["serial_from"]?.mapping { readSerialSource($0, from: phases) }
        if case .duration(let length)? = test?.loop, let deadline, deadline <= length {
            map.report(
                "'deadline' is not longer than the loop", atKey: "deadline", hint: "every run would be a TIMEOUT")
        }
        places.steps = phases.places
        guard let id, let ports, let test else { return nil }
        let uut = UUTPlan(
            id: UUTID(id), ports: ports, serialFrom: serialFrom, resources: taken, deadline: deadline, start: start,
            test: test, stop: stop)
        return Reading(uut: uut, places: places)
    }

    private func readPorts(
        _ map: YAMLMapping, channels: inout ChannelUse, places: inout UUTPlaces
    ) -> [PortPlan]? {
        let pairs = map.pairs()
        if pairs.isEmpty { map.report("'ports' is empty", hint: "a unit has at least one port") }
        let ports = pairs.map { alias, value -> PortPlan? in
            if !UUTID.isPlainName(alias.text) {
                value.report("'\(alias)' cannot be the name of a port", at: alias.location)
            }
            places.ports[alias.text] = alias.location
            let reader = PortReader(alias: alias.text, defaultEndOfLine: defaults.endOfLine)
            return value.mapping { reader.read($0, channels: &channels) }
        }
        // With a port missing, steps that name it would be blamed for nothing.
        return ports.contains { $0 == nil } ? nil : ports.compactMap { $0 }
    }

    private func readSerialSource(_ map: YAMLMapping, from phases: PhaseReader) -> SerialSource? {
        let step = map.required("step"), capture = map.required("capture")
        guard let name = step?.string(), let group = capture?.string() else { return nil }
        // Among steps that could not be read may be the one that is meant.
        guard phases.isComplete else { return nil }
        let captures = phases.passed
        guard let groups = captures[name] else {
            step?.report("the unit has no step '\(name)'", hint: suggestion(for: name, from: captures.keys.sorted()))
            return nil
        }
        guard groups.contains(group) else {
            capture?.report(
                "no PASS pattern of step '\(name)' captures '\(group)'",
                hint: suggestion(for: group, from: groups) ?? "name a group: (?<\(group)>...)")
            return nil
        }
        return SerialSource(step: name, capture: group)
    }
}
