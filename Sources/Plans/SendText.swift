/// A text to send: `${step.capture}` in it stands for what an earlier step captured, `$${` for the two characters.
struct SendText {
    /// What stands for captures, each with its place in the text.
    private(set) var references: [(name: CaptureName, offset: Int)] = []
    /// What cannot be read, with its place in bytes of UTF-8.
    private(set) var problems: [(message: String, offset: Int)] = []

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var place = 0
        while let open = Self.find("${", in: bytes, from: place) {
            if open > place, bytes[open - 1] == UInt8(ascii: "$") {
                place = open + 2
                continue
            }
            guard let close = bytes[open...].firstIndex(of: UInt8(ascii: "}")) else {
                problems.append(("'${' has no '}'", open))
                return
            }
            read(String(decoding: bytes[open + 2..<close], as: UTF8.self), at: open)
            place = close + 1
        }
    }

    private mutating func read(_ inner: String, at offset: Int) {
        // Names of steps may hold dots, those of captures may not.
        guard let dot = inner.lastIndex(of: "."), dot > inner.startIndex, inner.index(after: dot) < inner.endIndex
        else {
            problems.append(("'${\(inner)}' names no capture of a step", offset))
            return
        }
        let name = CaptureName(step: String(inner[..<dot]), capture: String(inner[inner.index(after: dot)...]))
        references.append((name, offset))
    }

    private static func find(_ word: StaticString, in bytes: [UInt8], from start: Int) -> Int? {
        let word = word.withUTF8Buffer { Array($0) }
        guard bytes.count - start >= word.count else { return nil }
        return (start...bytes.count - word.count).first { bytes[$0..<$0 + word.count].elementsEqual(word) }
    }
}
