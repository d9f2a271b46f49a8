internal import RigModel
internal import StrictYAML

/// Reads a bench's file from top to bottom, so that everything that is wrong with it is reported at once.
struct BenchScriptReader {
    let map: YAMLMapping

    func read() -> BenchScript? {
        let name = map.required("bench").flatMap(self.name)
        let seed = map["seed"].map { $0.integer(in: 0 ... .max) } ?? 0
        let scale = map["scale"].map(self.scale) ?? 1
        let hubs = map["hubs"].map { $0.mapping(self.hubs) } ?? [:]
        let boards = map.required("boards").flatMap(self.boards)
        let reader = TimelineReader(boards: boards?.map(\.id))
        let timeline = map["timeline"].map { $0.list { reader.read($0) } } ?? []
        guard let name, let seed, let scale, let hubs, let boards, let timeline else { return nil }
        return BenchScript(
            name: name, seed: UInt64(seed), scale: scale, hubs: hubs, boards: boards, timeline: timeline)
    }

    private func name(_ value: YAMLValue) -> String? {
        guard let name = value.string() else { return nil }
        guard BoardID.isPlainName(name) else {
            value.report("'\(name)' is no name", hint: "use up to 64 of A-Z a-z 0-9 _ . - and no dot in front")
            return nil
        }
        return name
    }

    private func scale(_ value: YAMLValue) -> Double? {
        guard let scale = value.decimal() else { return nil }
        guard (0.001...1000).contains(scale) else {
            value.report("'scale' is \(scale)", hint: "it must be 0.001 to 1000; 0.1 is ten times faster")
            return nil
        }
        return scale
    }

    private func hubs(_ map: YAMLMapping) -> [String: String]? {
        var hubs: [String: String] = [:]
        for (key, value) in map.pairs() { hubs[key.text] = path(value) }
        return hubs
    }

    private func boards(_ value: YAMLValue) -> [BenchScript.Board]? {
        guard let elements = value.list() else { return nil }
        var ids: Set<String> = []
        var paths: [String: String] = [:]
        let boards = elements.compactMap { element in
            element.mapping { map -> BenchScript.Board? in
                guard let board = board(map) else { return nil }
                if !ids.insert(board.id).inserted { map.report("there is another board '\(board.id)'", atKey: "id") }
                if let other = paths.updateValue(board.id, forKey: board.path) {
                    map.report("'\(other)' is in the socket \(board.path) already", atKey: "path")
                }
                return board
            }
        }
        return boards.count == elements.count ? boards : nil
    }

    private func board(_ map: YAMLMapping) -> BenchScript.Board? {
        let id = map.required("id").flatMap(name)
        let script = map.required("board").flatMap(name)
        let serial = map["serial"].map { $0.string().map(Optional.some) } ?? .some(nil)
        let path = map.required("path").flatMap(self.path)
        let variables = map["vars"].map { $0.mapping(ScriptScope.variables) } ?? [:]
        guard let id, let script, let serial, let path, let variables else { return nil }
        return BenchScript.Board(
            id: id, script: script, serial: serial?.isEmpty == true ? nil : serial, path: path, variables: variables)
    }

    /// `1-2.1`: bus, then ports from hub to hub.
    private func path(_ value: YAMLValue) -> String? {
        guard let text = value.string() else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.count == 2 ? parts[1].split(separator: ".", omittingEmptySubsequences: false) : []
        guard parts.count == 2, !numbers.isEmpty, numbers.count <= 6,
            (parts[0...0] + numbers).allSatisfy({ UInt8($0).map { $0 > 0 } ?? false })
        else {
            value.report("'\(text)' is no USB path", hint: "write one such as \"1-2.1\"")
            return nil
        }
        return text
    }
}
