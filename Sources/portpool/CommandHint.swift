import ArgumentParser
import Station

/// What to say of a word in the place of a command that is none; ArgumentParser only counts arguments then.
struct CommandHint {
    /// What people look for under another name.
    private static let elsewhere = [
        "lint": "write `portpool validate --lint FILE...`",
        "status": "write `portpool ports` or `portpool executions`; the page and GET /api/v1/status have the rest",
        "start": "write `portpool serve` for the service, `portpool run BIB` for a run",
        "stop": "write `portpool abort ID` for a run; the service ends by SIGTERM",
        "ack": "write `portpool alerts ack ID`",
        "runs": "write `portpool executions`",
    ]

    /// - Returns: nil where the arguments name a command, or none at all.
    static func text(for arguments: [String], commands: [String]) -> String? {
        guard let word = arguments.first, !word.hasPrefix("-"), !commands.contains(word) else { return nil }
        let near = NearWord.nearest(to: word, in: commands).map { "did you mean '\($0)'?" }
        let hint = elsewhere[word] ?? near ?? "`portpool --help` lists them"
        return "there is no command '\(Terminal.visible(word))'; \(hint)"
    }
}
