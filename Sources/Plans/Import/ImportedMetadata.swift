/// Reads `<metadata>`: free keys and values, which become comments.
struct ImportedMetadata {
    let log: ImportLog

    func comments(_ reader: ElementReader) -> [String] {
        guard let element = reader.child("metadata") else { return [] }
        log.note(
            .changed, "metadata", at: element.location, "plans have no free keys",
            became: element.children.count == 1 ? "a comment" : "\(element.children.count) comments")
        let inner = ElementReader(element, log)
        let keys = element.children.map(\.name)
        // Also what is there twice: the comment shows both.
        let all = Set(keys).sorted().reduce(into: [String: [SourceElement]]()) { $0[$1] = inner.children($1) }
        inner.finish()
        return element.children.map { child in
            let isLast = all[child.name]?.last?.location == child.location
            ElementReader(child, log).finish(hasText: true)
            return "\(child.name): \(child.text.trimmed)" + (isLast ? "" : " (given again below)")
        }.map(ImportLog.visible)
    }
}
