/// The text of a command with places for what earlier steps captured: `SET ${read_v.v}`; `$${` stands for `${` itself.
///
/// Ids of steps may hold dots and captures may not, so the last dot of a place parts the two.
public struct TextTemplate: Sendable, Hashable {
    public enum Part: Sendable, Hashable {
        case text(String)
        case capture(step: String, name: String)
    }
    public let parts: [Part]
    /// What begins like a place and is none, as it is written; it is sent as it is. Plans with such are refused.
    public let faults: [String]

    public init(_ source: String) {
        var parts: [Part] = []
        var faults: [String] = []
        var text = ""
        var rest = source[...]
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                text += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                let end = rest.firstIndex(of: "}").map(rest.index(after:)) ?? rest.endIndex
                let place = rest[..<end]
                rest = rest[end...]
                guard let part = Self.capture(place) else {
                    faults.append(String(place))
                    text += place
                    continue
                }
                if !text.isEmpty { parts.append(.text(text)) }
                text = ""
                parts.append(part)
            } else {
                text.append(rest.removeFirst())
            }
        }
        text += rest
        if !text.isEmpty { parts.append(.text(text)) }
        self.parts = parts
        self.faults = faults
    }

    /// The text with every place filled, or the first place that has no value.
    ///
    /// - Parameter value: what a step has captured under a name.
    public func filled(_ value: (_ step: String, _ name: String) -> String?) -> Filling {
        var text = ""
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .capture(let step, let name):
                guard let found = value(step, name) else { return .missing(step: step, name: name) }
                text += found
            }
        }
        return .text(text)
    }

    public enum Filling: Sendable, Hashable {
        case text(String)
        /// The step has captured nothing under this name in this run.
        case missing(step: String, name: String)
    }

    private static func capture(_ place: Substring) -> Part? {
        guard place.hasSuffix("}") else { return nil }
        let name = place.dropFirst(2).dropLast()
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        let capture = name[name.index(after: dot)...]
        guard !capture.isEmpty else { return nil }
        return .capture(step: String(name[..<dot]), name: String(capture))
    }
}
