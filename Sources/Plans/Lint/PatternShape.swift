internal import Patterns

/// What can be said of a pattern without trying it on anything. What is not understood is not said: a shape errs
/// towards "anything may fit".
struct PatternShape {
    let source: String
    /// What every text that fits begins with, or, where it is not anchored, holds.
    private(set) var literal: [UInt8] = []
    /// Whether `literal`, with the anchors, is all of the pattern.
    private(set) var isLiteral = false
    private(set) var isAnchoredAtStart = false
    private(set) var isAnchoredAtEnd = false

    init(_ source: String) {
        self.source = source
        let bytes = Array(source.utf8)
        guard !Self.hasAlternatives(bytes) else { return }
        var index = 0
        if bytes.first == UInt8(ascii: "^") {
            isAnchoredAtStart = true
            index = 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "$"), index == bytes.count - 1 {
                isAnchoredAtEnd = true
                index += 1
                break
            }
            guard let letter = Self.letter(bytes, at: index) else { break }
            literal.append(letter)
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        isLiteral = index == bytes.count
        if index < bytes.count, Self.quantifiers.contains(bytes[index]), !literal.isEmpty {
            // It belongs to the last letter, which then may be missing or come again.
            literal.removeLast()
        }
    }

    /// Whether every frame fits: the pattern can fit nothing at all, at any place.
    ///
    /// - Parameter hasLines: whether a frame may hold line feeds, which `.` does not fit.
    func fitsEverything(hasLines: Bool) -> Bool {
        var core = source
        let begins = core.hasPrefix("^"), ends = core.hasSuffix("$") && !core.hasSuffix("\\$")
        if begins { core.removeFirst() }
        if ends { core.removeLast() }
        guard Self.isPlain(Array(core.utf8)) else { return false }
        if begins, ends { return !hasLines && [".*", ".*?"].contains(Self.withoutGroup(core)) }
        guard let pattern = try? Pattern(core) else { return false }
        return (try? pattern.match([] as [UInt8])) != nil
    }

    /// Whether every text that the other pattern fits is fitted by this one.
    func covers(_ other: PatternShape, hasLines: Bool) -> Bool {
        if source == other.source || fitsEverything(hasLines: hasLines) { return true }
        if other.isLiteral, other.isAnchoredAtStart, other.isAnchoredAtEnd {
            return Self.fits(source, other.literal) && (!hasLines || Self.fits(source, other.literal + [10]))
        }
        guard isLiteral, !literal.isEmpty, !other.literal.isEmpty else { return false }
        switch (isAnchoredAtStart, isAnchoredAtEnd) {
        case (false, false): return other.literal.contains(literal)
        case (true, false): return other.isAnchoredAtStart && other.literal.starts(with: literal)
        case (false, true):
            return other.isLiteral && other.isAnchoredAtEnd && other.literal.reversed().starts(with: literal.reversed())
        case (true, true): return false
        }
    }

    private static func fits(_ source: String, _ text: [UInt8]) -> Bool {
        guard let pattern = try? Pattern(source) else { return false }
        return (try? pattern.match(text)) != nil
    }

    private static let quantifiers = Set("*+?{".utf8)
    private static let special = Set("^$.[]()|*+?{}".utf8)

    /// The byte that stands for itself at a place, escaped or not.
    private static func letter(_ bytes: [UInt8], at index: Int) -> UInt8? {
        guard bytes[index] == UInt8(ascii: "\\") else { return special.contains(bytes[index]) ? nil : bytes[index] }
        guard index + 1 < bytes.count, case let next = bytes[index + 1], next < 0x80 else { return nil }
        let isWord = Unicode.Scalar(next).properties.isAlphabetic || (0x30...0x39).contains(next)
        return isWord ? nil : next
    }

    /// Whether a `|` stands outside all groups; also where that is hard to tell.
    private static func hasAlternatives(_ bytes: [UInt8]) -> Bool {
        var depth = 0, isClass = false, index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"):
                if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "Q") { return true }
                index += 1
            case UInt8(ascii: "["):
                // `]` right behind is a letter of the class.
                if !isClass, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "]") { index += 1 }
                isClass = true
            case UInt8(ascii: "]"): isClass = false
            case UInt8(ascii: "(") where !isClass: depth += 1
            case UInt8(ascii: ")") where !isClass: depth -= 1
            case UInt8(ascii: "|") where !isClass && depth == 0: return true
            default: break
            }
            index += 1
        }
        return false
    }

    /// Whether a part of a pattern only takes bytes in: it looks at nothing around it and at nothing taken before, and
    /// gives back what it took too much. Then, where it can fit nothing, it fits everywhere.
    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        let classes = Set("dDwWsShHvVNntrfea".utf8)
        var isClass = false, afterQuantifier = false, index = 0
        while index < bytes.count {
            let byte = bytes[index], next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if byte == UInt8(ascii: "\\") {
                guard letter(bytes, at: index) != nil || classes.contains(next) else { return false }
                index += 2
                afterQuantifier = false
                continue
            }
            if isClass {
                if byte == UInt8(ascii: "]") { isClass = false }
            } else if byte == UInt8(ascii: "[") {
                // Classes within classes and `]` as a letter: not worth telling apart.
                guard next != UInt8(ascii: "]") && next != UInt8(ascii: "^") else { return false }
                isClass = true
            } else if byte == UInt8(ascii: "^") || byte == UInt8(ascii: "$") {
                return false
            } else if byte == UInt8(ascii: "("), next == UInt8(ascii: "?") || next == UInt8(ascii: "*") {
                let rest = bytes[index...]
                guard rest.starts(with: "(?:".utf8) || isNamedGroup(rest) else { return false }
                index += 3
                afterQuantifier = false
                continue
            } else if byte == UInt8(ascii: "+"), afterQuantifier {
                return false
            }
            afterQuantifier = !isClass && (quantifiers.contains(byte) || byte == UInt8(ascii: "}"))
            index += 1
        }
        return !isClass
    }

    private static func isNamedGroup(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.starts(with: "(?<".utf8), let first = bytes.dropFirst(3).first else { return false }
        return first != UInt8(ascii: "=") && first != UInt8(ascii: "!")
    }

    /// `.*` of `(?<all>.*)` and `(.*)`.
    private static func withoutGroup(_ text: String) -> String {
        guard text.hasPrefix("("), text.hasSuffix(")") else { return text }
        let inner = text.dropFirst().dropLast()
        guard inner.hasPrefix("?<"), let end = inner.firstIndex(of: ">") else { return String(inner) }
        return String(inner[inner.index(after: end)...])
    }
}
