internal import RigModel
internal import StrictYAML

/// The things that units of a plan share: listed once at the top of the file, and by each unit that takes them.
struct ResourceNames {
    /// In the order of the file.
    private(set) var ids: [ResourceID] = []
    private(set) var places: [ResourceID: SourceLocation] = [:]
    /// Whether all could be read: else one that is missing may be among those that were not.
    private var isComplete = true

    /// Reads the file's list.
    mutating func readList(_ value: YAMLValue) {
        guard let entries = value.list() else {
            isComplete = false
            return
        }
        var names = UniqueNames("resource")
        for entry in entries {
            guard let name = entry.plainName() else {
                isComplete = false
                continue
            }
            names.add(name, entry)
            let id = ResourceID(name)
            guard places[id] == nil else { continue }
            ids.append(id)
            places[id] = entry.location
        }
    }

    /// Reads a unit's list.
    func readTaken(_ value: YAMLValue) -> [ResourceID] {
        var names = UniqueNames("resource")
        return (value.list() ?? []).compactMap { entry in
            guard let name = entry.plainName() else { return nil }
            names.add(name, entry)
            let id = ResourceID(name)
            if isComplete, places[id] == nil {
                entry.report(
                    "the plan has no resource '\(name)'",
                    hint: suggestion(for: name, from: ids.map(\.rawValue))
                        ?? "list it at the top: resources: [ \(name) ]")
            }
            return id
        }
    }
}
