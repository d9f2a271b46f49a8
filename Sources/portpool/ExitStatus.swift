import ArgumentParser
import RigModel

/// The exit codes of `portpool`, as documented in its help.
enum ExitStatus {
    static let badPlan = ExitCode(4)
    static let unreachable = ExitCode(5)
    static let rigError = ExitCode(2)
    static let usage = ExitCode(64)

    /// The code of the worst verdict of several runs.
    static func of(_ verdicts: some Sequence<Verdict>) -> ExitCode {
        switch verdicts.max() {
        case .pass?, .warn?, nil: .success
        case .fail?, .critical?, .timeout?: ExitCode(1)
        case .error?: rigError
        case .aborted?, .interrupted?: ExitCode(3)
        }
    }
}
