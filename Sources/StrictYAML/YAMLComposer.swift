internal import Yams

/// Turns a text into nodes, and refuses what strict YAML has not got.
///
/// Yams gives up at the first duplicate key. To show all errors at once, the first of two equal keys is overwritten
/// with characters of the private use area, as many as it has, so that every line and column stays true; then the text
/// is composed again.
struct YAMLComposer {
    /// So many duplicate keys are looked for; each costs composing the text once more.
    private static let duplicateLimit = 50

    private(set) var diagnostics: [Diagnostic] = []
    private var source: SourceText
    /// What was overwritten, by the place of its key.
    private var overwritten: [SourceLocation: String] = [:]

    init(text: String, file: String) {
        // A byte order mark is no part of the text; libyaml stumbles on it.
        source = SourceText(
            text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text, file: file)
    }

    /// The root of the text; nil where it has none or is not YAML.
    mutating func compose() -> YAMLNode? {
        while true {
            do {
                guard let root = try Yams.compose(yaml: source.text) else {
                    report("the file is empty", at: start)
                    return nil
                }
                return convert(root)
            } catch let error as YamlError {
                // The place is that of the first of these names.
                if case .duplicatedKeysInMapping(let names, let context) = error, let name = names.first {
                    if overwrite(name, at: context.mark) { continue }
                    report("duplicate key '\(name)'", at: location(of: context.mark))
                } else {
                    diagnostics.append(error.diagnostic(in: source))
                }
                // There are no nodes in which to find the equals of these.
                for (place, name) in overwritten {
                    report("duplicate key '\(name)'", at: place, hint: "it is given again below")
                }
                return nil
            } catch {
                report("not YAML: \(error)", at: start)
                return nil
            }
        }
    }

    private mutating func convert(_ node: Node) -> YAMLNode {
        let location = node.mark.map(location(of:)) ?? start
        func made(_ content: YAMLNode.Content) -> YAMLNode { YAMLNode(content: content, location: location) }
        // The mark of a node with properties is where these begin. An alias is given as the node it stands for, whose
        // anchor is refused here; so there is no need to follow it, and no way to explode by it.
        switch source.scalar(at: location) {
        case "&", "*":
            return refuse("anchors and aliases are not allowed", hint: "write the value in full", at: location)
        case "!": return refuse("tags are not allowed", hint: "the type of a value is known from its key", at: location)
        default: break
        }
        switch node {
        case .scalar(let scalar): return made(.scalar(scalar.string, ScalarStyle(scalar.style)))
        case .sequence(let elements): return made(.list(elements.map { convert($0) }))
        case .mapping(let pairs): return made(.mapping(entries(pairs)))
        case .alias: return refuse("anchors and aliases are not allowed", hint: "write the value in full", at: location)
        }
    }

    private mutating func entries(_ pairs: Node.Mapping) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var lines: [String: Int] = [:]
        for (keyNode, valueNode) in pairs {
            let key = convert(keyNode)
            let value = convert(valueNode)
            switch key.content {
            case .refused: continue
            case .list, .mapping: report("a key must be a text", at: key.location)
            case .scalar(let written, let style):
                let name = overwritten[key.location] ?? written
                if let line = lines[name] {
                    report("duplicate key '\(name)'", at: key.location, hint: "it was given in line \(line) already")
                } else {
                    lines[name] = key.location.line
                    entries.append(.init(key: YAMLText(name, at: key.location, style: style), value: value))
                }
            }
        }
        return entries
    }

    /// Makes the key at a place differ from its equal.
    ///
    /// - Returns: false where it does not stand there as it reads, as with escapes: then it is reported alone.
    private mutating func overwrite(_ name: String, at mark: Mark) -> Bool {
        let scalars = name.unicodeScalars
        guard overwritten.count < Self.duplicateLimit, !scalars.isEmpty,
            let start = source.index(line: mark.line, column: mark.column)
        else { return false }
        let quoted = source.scalars[start] == "'" || source.scalars[start] == "\""
        let body = quoted ? start + 1 : start
        guard source.scalars[body...].starts(with: scalars) else { return false }
        source.overwrite(at: body, with: PrivateName.scalars(number: overwritten.count, count: scalars.count))
        overwritten[location(of: mark)] = name
        return true
    }

    private var start: SourceLocation { SourceLocation(file: source.file, line: 1, column: 1) }
    private func location(of mark: Mark) -> SourceLocation {
        SourceLocation(file: source.file, line: mark.line, column: mark.column)
    }
    private mutating func refuse(_ message: String, hint: String, at place: SourceLocation) -> YAMLNode {
        report(message, at: place, hint: hint)
        return YAMLNode(content: .refused, location: place)
    }
    private mutating func report(_ message: String, at place: SourceLocation, hint: String? = nil) {
        diagnostics.append(Diagnostic(message, at: place, hint: hint))
    }
}

/// Names that no author writes.
private enum PrivateName {
    /// U+E000 to U+F8FF, the private use area.
    private static let digits = 6400

    static func scalars(number: Int, count: Int) -> [Unicode.Scalar] {
        var rest = number
        return (0..<count).map { _ in
            defer { rest /= digits }
            return Unicode.Scalar(UInt16(0xE000 + rest % digits)) ?? "\u{E000}"
        }
    }
}

extension ScalarStyle {
    fileprivate init(_ style: Node.Scalar.Style) {
        switch style {
        case .plain, .any: self = .plain
        case .singleQuoted: self = .singleQuoted
        case .doubleQuoted: self = .doubleQuoted
        case .literal, .folded: self = .block
        }
    }
}
