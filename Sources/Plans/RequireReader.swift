internal import Expressions
internal import RigModel
internal import StrictYAML

/// Reads `require`: a condition over what was captured.
struct RequireReader {
    struct Reading {
        var expression: ExpressionText
        var references: [CaptureScope.Reference]
    }

    func read(_ value: YAMLValue) -> Reading? {
        guard let written = value.text() else { return nil }
        let condition: Expression
        do throws(ExpressionError) {
            condition = try Expression(written.text)
        } catch {
            value.report("bad condition: \(error.message)", at: written.location(atUTF8: error.offset))
            return nil
        }
        guard condition.type == .boolean else {
            value.report(
                "a condition is true or false, and this is \(condition.type)", hint: "compare it: v > 3.0")
            return nil
        }
        let references = condition.names.map { name in
            CaptureScope.Reference(
                name: CaptureName(step: name.step, capture: name.capture), value: value,
                place: written.location(atUTF8: Self.offset(of: name, in: written.text)))
        }
        return Reading(expression: ExpressionText(written.text), references: references)
    }

    /// Where a name stands first, in bytes of UTF-8.
    private static func offset(of name: Expression.Name, in source: String) -> Int {
        let bytes = Array(source.utf8)
        func isPart(_ index: Int) -> Bool {
            guard bytes.indices.contains(index) else { return false }
            let scalar = Unicode.Scalar(bytes[index])
            return scalar == "." || scalar == "_" || scalar == "`" || scalar.properties.isAlphabetic
                || ("0"..."9").contains(scalar)
        }
        let quoted = name.step.map { "`\($0)`.\(name.capture)" }
        for spelling in [name.description, quoted].compactMap({ $0.map { Array($0.utf8) } })
        where bytes.count >= spelling.count {
            for start in 0...bytes.count - spelling.count
            where bytes[start..<start + spelling.count].elementsEqual(spelling) && !isPart(start - 1)
                && !isPart(start + spelling.count)
            {
                return start
            }
        }
        return 0
    }
}
