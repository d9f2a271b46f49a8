internal import StrictYAML

/// Reads one element: hands out what is asked for and reports the rest, so that nothing is ignored in silence.
final class ElementReader {
    let element: SourceElement
    let log: ImportLog
    private var takenChildren: Set<Int> = []
    private var takenAttributes: Set<String> = []
    private var names: Set<String> = []

    init(_ element: SourceElement, _ log: ImportLog) {
        self.element = element
        self.log = log
    }

    /// The first child of this name, which is all that the original looks at.
    func child(_ name: String) -> SourceElement? {
        names.insert(name)
        let places = element.children.indices.filter { element.children[$0].name == name }
        takenChildren.formUnion(places)
        for place in places.dropFirst() {
            log.note(
                .dropped, name, at: element.children[place].location,
                "<\(element.name)> has it already; the original reads the first only")
        }
        return places.first.map { element.children[$0] }
    }

    /// All children of this name.
    func children(_ name: String) -> [SourceElement] {
        names.insert(name)
        let places = element.children.indices.filter { element.children[$0].name == name }
        takenChildren.formUnion(places)
        return places.map { element.children[$0] }
    }

    func attribute(_ name: String) -> SourceElement.Attribute? {
        takenAttributes.insert(name)
        return element.attributes.first { $0.name == name }
    }

    /// The child's text; nil where there is no such child or it is empty. What else the child has is reported.
    func text(_ name: String) -> ElementText? {
        guard let child = child(name) else { return nil }
        ElementReader(child, log).finish(hasText: true)
        return child.text.isBlank ? nil : ElementText(child)
    }

    func integer(_ name: String, in range: ClosedRange<Int>, _ unit: String = "") -> (value: Int, text: ElementText)? {
        guard let text = text(name) else { return nil }
        guard let value = Int(text.trimmed) else {
            log.problem(
                "<\(name)> is not a whole number: '\(text.trimmed)'", at: text.location,
                hint: "the original refuses the file")
            return nil
        }
        guard range.contains(value) else {
            log.problem(
                "<\(name)> is \(value)", at: text.location,
                hint: "it must be \(range.lowerBound) to \(range.upperBound)\(unit)")
            return nil
        }
        return (value, text)
    }

    func boolean(_ attribute: SourceElement.Attribute?) -> Bool? {
        attribute.flatMap { Self.boolean($0.value, named: $0.name, at: $0.location, log) }
    }

    static func boolean(_ text: String, named name: String, at location: SourceLocation, _ log: ImportLog) -> Bool? {
        switch text.trimmed.lowercased() {
        case "true": return true
        case "false": return false
        default:
            log.problem(
                "'\(name)' is neither true nor false: '\(text.trimmed)'", at: location,
                hint: "the original refuses the file")
            return nil
        }
    }

    /// Reports all that was not asked for.
    func finish(hasText: Bool = false) {
        for attribute in element.attributes where !takenAttributes.contains(attribute.name) {
            log.note(
                .dropped, "\(element.name)/@\(attribute.name)", at: attribute.location,
                ForeignWords.reason(attribute.name, known: takenAttributes, value: attribute.value))
        }
        for (place, child) in element.children.enumerated() where !takenChildren.contains(place) {
            log.note(.dropped, child.name, at: child.location, ForeignWords.reason(child, known: names))
        }
        if !hasText, !element.text.isBlank {
            log.note(
                .dropped, element.name, at: element.location,
                "text between its elements means nothing: '\(element.text.trimmed.prefix(60))'")
        }
    }
}

/// The text of an element that holds nothing else.
struct ElementText {
    var name: String
    /// As it stands in the file.
    var raw: String
    var location: SourceLocation

    init(_ element: SourceElement) {
        name = element.name
        raw = element.text
        location = element.location
    }
    var trimmed: String { raw.trimmed }
}

extension String {
    /// Without blanks and ends of lines around it. By scalars, since CR and LF together are one character.
    var trimmed: String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let scalars = unicodeScalars.drop(while: isBlank)
        guard let last = scalars.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(scalars[...last])
    }
    var isBlank: Bool { trimmed.isEmpty }
}
