/// What an expression or a template can name while a rule is carried out: groups of the rule's pattern and variables.
struct Surroundings {
    /// The letter of the channel that the line came from, or that is spoken on: known without being declared.
    static let channelName = "channel"

    /// Named groups of the rule's pattern: they hide a variable of the same name.
    var captures: [String: [UInt8]] = [:]
    var variables: [String: BoardValue]

    func bytes(of name: String) -> [UInt8]? {
        captures[name] ?? variables[name].map { Array($0.description.utf8) }
    }
    func value(of name: String) -> BoardValue? {
        captures[name].map { .text(String(decoding: $0, as: UTF8.self)) } ?? variables[name]
    }

    /// Whether the text is `[A-Za-z_][A-Za-z0-9_]*`.
    static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy(isNameByte)
    }
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
