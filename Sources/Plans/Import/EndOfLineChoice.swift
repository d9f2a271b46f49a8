internal import StrictYAML

/// The end of line of a port, from what its commands state (D4).
struct EndOfLineChoice {
    /// nil: commands carry their own.
    private let common: CommandText.Ending?
    private let isStated: Bool
    private let log: ImportLog

    init(_ commands: [CommandText], log: ImportLog, at location: SourceLocation) {
        self.log = log
        let stated = Set(commands.compactMap(\.ending))
        isStated = !stated.isEmpty
        switch stated.count {
        case 0:
            common = .crlf
            guard !commands.isEmpty else { break }
            log.note(
                .doubted, "port", at: location,
                "no command states its end of line, and the original sends none, while it waits for CR LF in answers",
                became: "eol: crlf; write eol: none for a unit that wants none")
        case 1:
            common = stated.first
            guard let common, commands.contains(where: \.isEndingEscaped) else { break }
            log.note(
                .changed, "port", at: location,
                "the original sends the escapes at the end of commands letter by letter", became: "eol: \(common)")
        default:
            common = nil
            log.note(
                .doubted, "port", at: location, "its commands end in different ways",
                became: "eol: none, and each command states its own")
        }
    }

    /// As `eol` says it.
    var word: String { common?.rawValue ?? "none" }

    /// What a step sends, without what the port adds.
    func sent(_ command: CommandText, at location: SourceLocation) -> String {
        guard let common else { return command.body + (command.ending?.text ?? "") }
        if command.ending == nil, isStated {
            log.note(
                .doubted, "command", at: location,
                "it states no end of line, as others of the port do; the original sends none",
                became: "the port's eol: \(common) follows it")
        }
        return command.body
    }
}
