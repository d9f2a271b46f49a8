import StrictYAML

/// Reads `version: 1` and `body` below it; the messages, one an element, where it cannot be read.
func problems(of body: String, _ read: (YAMLMapping) -> Void = { _ in }) -> [String] {
    problems(ofFile: "version: 1\n" + body, read)
}

func problems(ofFile text: String, _ read: (YAMLMapping) -> Void = { _ in }) -> [String] {
    do {
        try YAMLDocument(text: text, file: "f.yaml").decode(version: 1) { map in read(map) }
        return []
    } catch {
        return error.diagnostics.map(\.description)
    }
}

/// What `read` makes of the value of `x`; nil where it complained.
func value<Value>(_ written: String, _ read: (YAMLValue) -> Value?) -> Value? {
    try? YAMLDocument(text: "version: 1\nx: \(written)\n", file: "f.yaml").decode(version: 1) { $0["x"].flatMap(read) }
}

/// The one complaint about the value of `x`, without its place.
func complaint<Value>(_ written: String, _ read: (YAMLValue) -> Value?) -> String? {
    let all = problems(of: "x: \(written)\n") { map in _ = map["x"].flatMap(read) }
    return all.count == 1 ? all[0].replacing("f.yaml:2:4: ", with: "") : nil
}
