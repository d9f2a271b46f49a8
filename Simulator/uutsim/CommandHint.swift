import StrictYAML

/// What to say of a word in the place of a command that is none; ArgumentParser only counts arguments then.
enum CommandHint {
    /// What people look for under another name.
    private static let elsewhere = [
        "start": "write 'uutsim world BENCH -- COMMAND'", "run": "write 'uutsim world BENCH -- COMMAND'",
        "stop": "write 'uutsim script --stop' for a script; a world ends with its command",
        "list": "write 'uutsim worlds', or 'uutsim boards --world NAME'",
        "status": "write 'uutsim worlds', or 'uutsim boards --world NAME'",
        "pull": "write 'uutsim unplug BOARD'", "arm": "write 'uutsim fault BOARD KIND'",
        "replay": "write 'uutsim record LOG...', and plug what it makes into a bench",
    ]

    /// - Returns: nil where the arguments name a command, or none at all.
    static func text(for arguments: [String], commands: [String]) -> String? {
        guard let word = arguments.first, !word.hasPrefix("-"), !commands.contains(word) else { return nil }
        let hint = elsewhere[word] ?? suggestion(for: word, from: commands) ?? "'uutsim --help' lists them"
        return "there is no command '\(word)'; \(hint)"
    }
}
