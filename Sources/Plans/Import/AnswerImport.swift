internal import RigModel
internal import StrictYAML

/// Reads what a step expects: `<expected_response>` and `<validation_levels>`.
struct AnswerImport {
    let reader: ElementReader
    let phase: Phase
    private var log: ImportLog { reader.log }

    struct Reading {
        /// nil: no answer is a PASS.
        var pass: String?
        /// Most severe first.
        var levels: [(String, String)] = []
        var raisesHardware = false
        /// Whether `<fail>` asks to go on.
        var goesOn = false
    }

    /// Fits no answer.
    private static let never = "(?!)"

    func read() -> Reading {
        var reading = Reading()
        let levels = reader.child("validation_levels")
        if let levels { readLevels(levels, into: &reading) }
        let isFlipped = levels?.children.contains { $0.name != "pass" && $0.isRegex } ?? false
        reading.pass = reader.child("expected_response").flatMap { readExpected($0, isFlipped: isFlipped) }
        guard reading.pass == nil, reading.levels.isEmpty else { return reading }
        if let levels {
            log.note(
                .doubted, "validation_levels", at: levels.location,
                "there is no pattern that could be taken, so the original judges every answer FAIL",
                became: "a pattern that fits nothing")
            reading.pass = Self.never
        } else {
            log.note(
                .changed, reader.element.name, at: reader.element.location,
                "nothing is expected: the original waits for some answer, whatever it is",
                became: "a step that passes when its command is sent")
        }
        return reading
    }

    private func readLevels(_ element: SourceElement, into reading: inout Reading) {
        if phase != .test {
            log.note(
                .doubted, "validation_levels", at: element.location,
                "the original reads levels in <test> only", became: "levels, which count in \(phase.rawValue) too")
        }
        let levels = ElementReader(element, log)
        for name in ["critical", "fail", "warn"] {
            guard let child = levels.child(name) else { continue }
            let inner = ElementReader(child, log)
            if name == "critical", inner.boolean(inner.attribute("trigger_hardware")) == true {
                reading.raisesHardware = true
                log.note(
                    .doubted, "critical/@trigger_hardware", at: child.location,
                    "the original raises a line of the FT4232HA's port D for 2 s; which file leads to yours is not known",
                    became: "a comment with hooks.critical at the end of the plan")
            }
            if name == "fail", inner.boolean(inner.attribute("continue_on_failure")) == true {
                reading.goesOn = true
                log.note(
                    .doubted, "fail/@continue_on_failure", at: child.location,
                    "documented, and never read by the original", became: "on_fail: continue")
            }
            if let pattern = readLevel(inner, options: readOptions(inner)) { reading.levels.append((name, pattern)) }
            inner.finish(hasText: true)
        }
        levels.finish()
    }

    private func readLevel(_ inner: ElementReader, options: [Character]) -> String? {
        let element = inner.element
        guard !element.text.isBlank else { return nil }
        if inner.boolean(inner.attribute("regex")) != true {
            log.note(
                .doubted, element.name, at: element.location,
                "it does not say regex=\"true\", and the original takes every level for a pattern",
                became: "the pattern '\(element.text.trimmed)', which fits anywhere in an answer")
        }
        return pattern(element, options, otherwise: nil)
    }

    private func readExpected(_ element: SourceElement, isFlipped: Bool) -> String? {
        let inner = ElementReader(element, log)
        defer { inner.finish(hasText: true) }
        let isRegex = inner.boolean(inner.attribute("regex")) ?? false
        let options = readOptions(inner)
        guard !element.text.isBlank else { return nil }
        if isRegex { return pattern(element, options, otherwise: Self.never) }
        if isFlipped {
            // D11: a pattern on one level makes a pattern of the text for PASS.
            guard !AnswerPattern.looksLikeRegex(element.text) else {
                log.note(
                    .doubted, element.name, at: element.location,
                    "it does not say regex=\"true\", but a level does, so the original takes it for a pattern, as it looks",
                    became: "the pattern '\(element.text.trimmed)'")
                return pattern(element, options, otherwise: Self.never)
            }
            log.note(
                .doubted, element.name, at: element.location,
                "it does not say regex=\"true\", but a level does, so the original finds '\(element.text.trimmed)' anywhere in an answer",
                became: "as it is written: the whole answer must be '\(element.text.trimmed)', in any case of letters")
        }
        guard let pattern = AnswerPattern.literal(element.text) else { return nil }
        noteDoubts(pattern, element)
        return pattern.text
    }

    /// - Parameter otherwise: what stands for a pattern that cannot be read.
    private func pattern(_ element: SourceElement, _ options: [Character], otherwise: String?) -> String? {
        let result = AnswerPattern.regex(element.text, options: options)
        if let fault = result.fault {
            log.note(
                .doubted, element.name, at: element.location,
                "the pattern '\(element.text.trimmed)' cannot be read: \(fault); the original finds nothing with a bad one",
                became: otherwise == nil ? "left out" : "a pattern that fits nothing")
            return otherwise
        }
        if let pattern = result.pattern { noteDoubts(pattern, element) }
        if element.text.contains("^") || element.text.contains("$") {
            log.noteOnce(
                .changed, element.name, at: element.location,
                "the original takes blanks off both ends of an answer before it tries patterns",
                became: "patterns as they are; where units send such blanks, write ^\\s* and \\s*$")
        }
        return result.pattern?.text
    }

    private func noteDoubts(_ pattern: AnswerPattern, _ element: SourceElement) {
        for doubt in pattern.doubts {
            log.note(.doubted, element.name, at: element.location, doubt, became: "'\(pattern.text)'")
        }
    }

    /// `options="IgnoreCase"`: documented, and never read by the original.
    private func readOptions(_ inner: ElementReader) -> [Character] {
        guard let attribute = inner.attribute("options") else { return [] }
        let letters: [String: Character] = ["ignorecase": "i", "multiline": "m", "singleline": "s"]
        var options: [Character] = []
        for word in attribute.value.split(whereSeparator: { ",| ".contains($0) }).map({ $0.trimmingOption }) {
            if let letter = letters[word] {
                options.append(letter)
            } else if word != "none" && word != "compiled" {
                log.note(
                    .dropped, "\(inner.element.name)/@options", at: attribute.location,
                    "the option '\(word)' is not known here, and never read by the original")
            }
        }
        guard !options.isEmpty else { return [] }
        log.note(
            .doubted, "\(inner.element.name)/@options", at: attribute.location,
            "documented, and never read by the original: '\(attribute.value)'",
            became: "(?\(String(options))) before the pattern")
        return options
    }
}

extension Substring {
    /// `RegexOptions.IgnoreCase` is `ignorecase`.
    fileprivate var trimmingOption: String { (split(separator: ".").last ?? self).lowercased() }
}

extension SourceElement {
    fileprivate var isRegex: Bool {
        attributes.contains { $0.name == "regex" && $0.value.trimmed.lowercased() == "true" } && !text.isBlank
    }
}
