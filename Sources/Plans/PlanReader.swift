internal import RigModel
internal import StrictYAML

/// Reads the file as a whole.
struct PlanReader {
    let stem: String
    let hash: String

    func read(_ map: YAMLMapping) -> Plan? {
        map.refuseUnsupported(["resources", "recovery", "on_plug", "schedule", "hooks"])
        let bib = readBIB(map)
        let description = map["description"]?.string() ?? ""
        let boards = map["boards"]?.choice(BoardCount.self) ?? .one
        let match = map.required("match")?.mapping { BoardMatchReader().read($0) }
        var defaults = StepPolicies()
        map["defaults"]?.mapping { defaults.read($0, asDefaults: true) }
        let uuts = readUUTs(map, defaults: defaults)
        let safeState = map["safe_state"]?.list { readSafeState($0, of: uuts ?? []) } ?? []
        guard let bib, let match, let uuts else { return nil }
        return Plan(
            bib: bib, description: description, boards: boards, match: match, safeState: safeState, uuts: uuts,
            hash: hash)
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

    private func readUUTs(_ map: YAMLMapping, defaults: StepPolicies) -> [UUTPlan]? {
        guard let value = map.required("uuts") else { return nil }
        var names = UniqueNames("unit")
        var channels = ChannelUse()
        let uuts = value.list { entry in
            entry.mapping { UUTReader(defaults: defaults).read($0, names: &names, channels: &channels) }
        }
        if uuts?.isEmpty == true { value.report("'uuts' is empty", hint: "a plan has at least one unit") }
        return uuts
    }

    private func readSafeState(_ value: YAMLValue, of uuts: [UUTPlan]) -> SafeStateStep? {
        value.mapping { map -> SafeStateStep? in
            let send = map.required("send")?.sentText()
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

/// Finds a name that is given twice.
struct UniqueNames {
    private let kind: String
    private var lines: [String: Int] = [:]

    init(_ kind: String) { self.kind = kind }

    mutating func add(_ name: String, _ value: YAMLValue) {
        if let line = lines[name] {
            value.report("\(kind) '\(name)' is there already, in line \(line)", hint: "give it a name of its own")
        } else {
            lines[name] = value.location.line
        }
    }
}
