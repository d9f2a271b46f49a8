internal import RigModel

/// Reads the `id` of an element: it becomes a name in the plan, and that of files.
struct ImportedName {
    let log: ImportLog

    func read(_ reader: ElementReader, kind: String) -> String? {
        guard let id = reader.attribute("id"), !id.value.isBlank else {
            log.problem("the \(kind) has no 'id'", at: reader.element.location, hint: "the original refuses it too")
            return nil
        }
        guard UUTID.isPlainName(id.value) else {
            log.problem(
                "'\(id.value)' cannot be the name of a \(kind)", at: id.location,
                hint: "1 to 64 of the characters A-Z a-z 0-9 _ . - and no dot at the start")
            return nil
        }
        return id.value
    }
}
