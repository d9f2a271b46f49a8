internal import Patterns
internal import RigModel
internal import StrictYAML

extension YAMLValue {
    /// A name that is safe in file names and URLs.
    func plainName() -> String? {
        guard let name = string() else { return nil }
        guard UUTID.isPlainName(name) else {
            report(
                "'\(name)' cannot be a name",
                hint: "1 to 64 of the characters A-Z a-z 0-9 _ . - and no dot at the start")
            return nil
        }
        return name
    }

    /// A pattern that compiles, and the names of its groups.
    func pattern(_ role: PatternRole) -> LocatedPattern? {
        guard let text = text() else { return nil }
        guard !text.text.isEmpty else {
            report("an empty pattern fits everything", hint: "write '.*' if that is meant")
            return nil
        }
        do {
            let captures = try Pattern(text.text).captureNames
            return LocatedPattern(role: role, source: text.text, captures: captures, location: location)
        } catch {
            let before = String(decoding: text.text.utf8.prefix(error.offset), as: UTF8.self)
            let place = before.isEmpty ? "at its start" : "after '\(before)'"
            report("bad pattern, \(place): \(error.message)", at: text.location(atUTF8: error.offset))
            return nil
        }
    }

    /// Text to send. `\r` stands for a carriage return in `"..."` only, as everywhere in YAML.
    func sentText() -> String? {
        guard let text = text() else { return nil }
        if !text.isDoubleQuoted, ["\\r", "\\n", "\\t", "\\x"].contains(where: text.text.contains) {
            report(
                "the backslash would be sent as it is: \(text)",
                hint: "escapes are read in double quotation marks only; the port's end of line is added by itself")
        }
        return text.text
    }

    /// Bytes as hexadecimal digits, blanks between them as one likes: `0d 0a`.
    func hexBytes() -> [UInt8]? {
        guard let text = string() else { return nil }
        let digits = text.filter { $0 != " " }.map(\.hexDigitValue)
        guard !digits.isEmpty, digits.count.isMultiple(of: 2), !digits.contains(nil) else {
            report("not bytes in hexadecimal: '\(text)'", hint: "write two digits a byte, such as \"0d 0a\"")
            return nil
        }
        let values = digits.compactMap { $0 }
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    /// A USB vendor or product id: four hexadecimal digits, in lower case then.
    func usbID() -> String? {
        guard let text = string() else { return nil }
        guard text.utf8.count == 4, text.allSatisfy(\.isHexDigit) else {
            report("not a USB id: '\(text)'", hint: "write four hexadecimal digits, such as \"0403\"")
            return nil
        }
        return text.lowercased()
    }
}
