internal import Foundation
internal import FoundationXML
internal import StrictYAML

/// Reads a text as XML: its root with all that is below, each element with its place.
///
/// Entities are never read, neither from outside nor of the file's own making; depth and size are bounded.
final class XMLTree: NSObject, XMLParserDelegate {
    static let depthLimit = 64
    static let elementLimit = 100_000

    private let text: XMLText
    private var scanner: XMLTagScanner
    private var open: [SourceElement] = []
    private var root: SourceElement?
    private var count = 0
    private var commentCount = 0
    private var problem: Diagnostic?

    static func read(_ text: XMLText) throws(XMLProblems) -> (root: SourceElement, comments: Int) {
        if let place = XMLTagScanner.documentType(of: text) {
            throw XMLProblems(
                "a document type, which may define entities, is not read", at: text.location(of: place),
                hint: "remove <!DOCTYPE ...>; a BIB needs none")
        }
        return try XMLTree(text).parse()
    }

    private init(_ text: XMLText) {
        self.text = text
        scanner = XMLTagScanner(text)
    }

    private func parse() throws(XMLProblems) -> (root: SourceElement, comments: Int) {
        let parser = XMLParser(data: Data(text.utf8))
        parser.shouldResolveExternalEntities = false
        parser.externalEntityResolvingPolicy = .never
        parser.delegate = self
        // What it returns says nothing: it is true after many an error, and where the text ends too early.
        _ = parser.parse()
        if let problem { throw XMLProblems([problem]) }
        if let unclosed = open.last {
            throw XMLProblems(
                "the file ends before </\(unclosed.name)>", at: unclosed.location, hint: "it is not whole")
        }
        guard let root else {
            throw XMLProblems("there is no element in the file", at: text.location(of: 0), hint: "is it XML?")
        }
        return (root, commentCount)
    }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        parser.abortParsing()
        // A text that ends too early is told of with the element that is open.
        guard problem == nil, open.isEmpty || !XMLFault.isEnd(error) else { return }
        let place = SourceLocation(
            file: text.file, line: max(1, parser.lineNumber), column: max(1, parser.columnNumber))
        problem = Diagnostic("not well-formed XML: \(XMLFault.message(of: error))", at: place)
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let tag = scanner.next()
        let location = tag.map { text.location(of: $0.place) } ?? text.location(of: 0)
        count += 1
        guard open.count < Self.depthLimit, count <= Self.elementLimit else {
            problem =
                problem
                ?? Diagnostic(
                    open.count < Self.depthLimit
                        ? "more than \(Self.elementLimit) elements" : "elements \(Self.depthLimit) deep in each other",
                    at: location, hint: "a BIB needs few, and six levels")
            return parser.abortParsing()
        }
        var element = SourceElement(name: name, location: location)
        element.attributes = (tag?.attributes ?? []).compactMap { attribute in
            attributes[attribute.name].map {
                SourceElement.Attribute(name: attribute.name, value: $0, location: text.location(of: attribute.place))
            }
        }
        open.append(element)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        guard let element = open.popLast() else { return }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { append(string) }
    func parser(_ parser: XMLParser, foundCDATA block: Data) { append(String(decoding: block, as: UTF8.self)) }
    func parser(_ parser: XMLParser, foundComment comment: String) { commentCount += 1 }

    private func append(_ characters: String) {
        if !open.isEmpty { open[open.count - 1].text += characters }
    }
}
