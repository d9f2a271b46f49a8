internal import RigModel

/// Ids for the steps of one unit, made of their commands: `AT+STATUS` is `at_status`, the next one `at_status_2`.
struct StepNames {
    private var taken: Set<String> = []

    mutating func name(for command: String, _ phase: Phase) -> String {
        var words = ""
        for scalar in command.lowercased().unicodeScalars {
            let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
            if isPlain { words.unicodeScalars.append(scalar) } else if !words.hasSuffix("_") { words += "_" }
        }
        var stem = String(words.prefix(48))
        while stem.hasPrefix("_") { stem.removeFirst() }
        while stem.hasSuffix("_") { stem.removeLast() }
        // In YAML a bare number is a text like any other here, and still no name for a step.
        if stem.isEmpty || stem.allSatisfy(\.isNumber) {
            stem = phase.rawValue.lowercased() + (stem.isEmpty ? "" : "_\(stem)")
        }
        var name = stem
        var count = 1
        while !taken.insert(name).inserted {
            count += 1
            name = "\(stem)_\(count)"
        }
        return name
    }
}
