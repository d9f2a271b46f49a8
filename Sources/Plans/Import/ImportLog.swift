internal import RigModel
internal import StrictYAML

/// Collects what is to be said of a file while it is imported. Lives as long as the import, on one thread.
final class ImportLog {
    private(set) var notes: [ImportNote] = []
    private(set) var problems: [Diagnostic] = []
    private var taken = 0
    private var notedOnce: Set<String> = []

    func note(
        _ kind: ImportNote.Kind, _ element: String, at location: SourceLocation, _ reason: String,
        became: String? = nil
    ) {
        // What stood in the file may hold anything; a report moves no cursor.
        notes.append(
            ImportNote(
                kind, Self.visible(element), at: location, Self.visible(reason), became: became.map(Self.visible)))
    }

    /// Notes what is true of the whole file, at the first place that shows it.
    func noteOnce(
        _ kind: ImportNote.Kind, _ element: String, at location: SourceLocation, _ reason: String, became: String
    ) {
        guard notedOnce.insert(reason).inserted else { return }
        note(kind, element, at: location, reason, became: became)
    }

    func problem(_ message: String, at location: SourceLocation, hint: String? = nil) {
        problems.append(Diagnostic(Self.visible(message), at: location, hint: hint))
    }

    /// The doubts noted since the last time, as comments for the part of the plan that they are about.
    func takeDoubts() -> [String] {
        defer { taken = notes.count }
        return notes[taken...].filter { $0.kind == .doubted }.map { note in
            "doubt, line \(note.location.line): \(note.reason)" + (note.became.map { " -> \($0)" } ?? "")
        }
    }

    static func visible(_ text: String) -> String { VisibleBytes.text(text.utf8, escapesBackslash: false) }
}
