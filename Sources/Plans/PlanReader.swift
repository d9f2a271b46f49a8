internal import RigModel
internal import StrictYAML

/// Reads the file as a whole.
struct PlanReader {
    let stem: String
    let files: AttachedFiles

    /// A plan, which has no hash yet, and where its parts stand.
    struct Reading {
        var plan: Plan
        var places: PlanPlaces
    }

    func read(_ map: YAMLMapping) -> Reading? {
        var places = PlanPlaces(keys: map.keyLocations)
        let bib = readBIB(map)
        let description = map["description"]?.string() ?? ""
        let boards = map["boards"]?.choice(BoardCount.self) ?? .one
        let match = map.required("match")?.mapping { BoardMatchReader().read($0) }
        places.serial = match?.serial
        var defaults = StepPolicies()
        map["defaults"]?.mapping { defaults.read($0, asDefaults: true) }
        var resources = ResourceNames()
        map["resources"].map { resources.readList($0) }
        places.resources = resources.places
        let recovery = map["recovery"]?.choice(RecoveryPolicy.self) ?? .none
        let onPlug = map["on_plug"]?.choice(PlugPolicy.self) ?? .none
        let schedule = map["schedule"]?.mapping(readSchedule)
        let hooks = map["hooks"]?.mapping { HooksReader().read($0) } ?? Hooks()
        let uuts = readUUTs(map, defaults: defaults, resources: resources)
        places.uuts = uuts?.map(\.places) ?? []
        let safeState = map["safe_state"]?.list { readSafeState($0, of: uuts?.map(\.uut) ?? []) } ?? []
        guard let bib, let match, let uuts else { return nil }
        let plan = Plan(
            bib: bib, description: description, boards: boards, match: match.match, resources: resources.ids,
            safeState: safeState, recovery: recovery, onPlug: onPlug, schedule: schedule, hooks: hooks,
            uuts: uuts.map(\.uut), hash: "")
        return Reading(plan: plan, places: places)
    }

    private func readBIB(_ map: YAMLMapping) -> BIBID? {
        guard let value = map.required("bib"), let name = value.plainName() else { return nil }
        if name != stem {
            value.report(
                "'bib' is '\(name)', and the file is called '\(stem)\(PlanFile.suffix)'",
                hint: "the file's name must be '\(name)\(PlanFile.suffix)'")
        }
        return BIBID(name)
    }

    private func readSchedule(_ map: YAMLMapping) -> RunSchedule? {
        guard let value = map.required("every"), let every = value.positiveDuration() else { return nil }
        if every < .seconds(1) { value.report("'every' is too often", hint: "at least 1s") }
        return RunSchedule(every: every)
    }

    private func readUUTs(
        _ map: YAMLMapping, defaults: StepPolicies, resources: ResourceNames
    ) -> [UUTReader.Reading]? {
        guard let value = map.required("uuts") else { return nil }
        var names = UniqueNames("unit")
        var channels = ChannelUse()
        let reader = UUTReader(defaults: defaults, resources: resources, files: files)
        let uuts = value.list { entry in
            entry.mapping { reader.read($0, names: &names, channels: &channels) }
        }
        if uuts?.isEmpty == true { value.report("'uuts' is empty", hint: "a plan has at least one unit") }
        return uuts
    }

    private func readSafeState(_ value: YAMLValue, of uuts: [UUTPlan]) -> SafeStateStep? {
        value.mapping { map -> SafeStateStep? in
            let send = map.required("send")?.sentText()
            if let send, !SendText(send).references.isEmpty {
                map["send"]?.report("the safe state knows no captures", hint: "it is sent on every way out of a run")
            }
            let port = map["port"]?.plainName()
            let timeout = map["timeout"]?.positiveDuration() ?? .milliseconds(500)
            if let port {
                let without = uuts.filter { $0.port(port) == nil }.map { "'\($0.id)'" }
                if !without.isEmpty {
                    map.report(
                        "there is no port '\(port)' in \(without.joined(separator: ", "))", atKey: "port",
                        hint: "the safe state is sent to every unit; without 'port', to each one's first")
                }
            }
            guard let send else { return nil }
            return SafeStateStep(send: send, port: port, timeout: timeout)
        }
    }
}
