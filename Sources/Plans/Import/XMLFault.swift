internal import Foundation

/// The parser's error codes (libxml2's `xmlParserErrors`) in words; it gives none itself.
enum XMLFault {
    static func message(of error: any Error) -> String {
        let code = (error as NSError).code
        return messages[code] ?? "error \(code) of libxml2"
    }

    /// Whether it is what the parser says where the text ends too early: that the document should be over.
    static func isEnd(_ error: any Error) -> Bool { (error as NSError).code == 5 }

    private static let messages: [Int: String] = [
        4: "text stands where the first element must begin",
        5: "something stands behind the end of the first element",
        6: "a character reference is no hexadecimal number",
        7: "a character reference is no number",
        8: "a character reference is wrong",
        9: "a character that XML does not allow",
        22: "an entity reference is wrong",
        23: "an entity reference lacks its ';'; write &amp; for '&'",
        26: "an entity that XML does not define; write &amp; for '&'",
        38: "'<' stands in the value of an attribute; write &lt;",
        39: "the value of an attribute has no quotation marks",
        40: "the value of an attribute has no closing quotation mark",
        41: "an attribute has no value",
        42: "an attribute is given twice",
        45: "a comment is not closed",
        62: "']]>' stands in text; write ]]&gt;",
        64: "<?xml ...?> stands elsewhere than at the very begin",
        65: "a blank is missing between two attributes",
        68: "a name is missing behind '<' or '&'; write &lt; or &amp; for the characters themselves",
        73: "'>' is missing at the end of a tag",
        76: "the end tag is not that of the element that is open",
        77: "an element is not closed",
        80: "'--' stands in a comment",
    ]
}
