import ArgumentParser
import RigModel

/// The exit codes of `portpool`, as documented in its help.
enum ExitStatus {
    static let badPlan = ExitCode(4)
    static let unreachable = ExitCode(5)
    static let rigError = ExitCode(2)
    static let usage = ExitCode(64)
    /// `portpool rejudge`: a verdict would be another.
    static let flipped = ExitCode(1)
    /// `portpool logs verify`: a log is not what was sealed.
    static let flawed = ExitCode(1)

    /// The code of the worst verdict of several runs. No run at all is no success.
    static func of(_ verdicts: some Sequence<Verdict>) -> ExitCode {
        switch verdicts.max() {
        case .pass?, .warn?: .success
        case .fail?, .critical?, .timeout?: ExitCode(1)
        case .error?, nil: rigError
        case .aborted?, .interrupted?: ExitCode(3)
        }
    }

    /// The code of whatever ended a command, and what is to be printed of it where ArgumentParser knows nothing of it.
    ///
    /// ArgumentParser ends with 1 there, which means that a unit failed.
    static func ofUnforeseen(_ error: any Error) -> (code: ExitCode, text: String)? {
        if error is ExitCode || PortPoolCommand.exitCode(for: error) != .failure { return nil }
        return (rigError, "unforeseen, nothing is known of any unit: \(error)")
    }
}
