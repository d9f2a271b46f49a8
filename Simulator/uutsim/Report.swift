import ArgumentParser
import Glibc
import World

/// What the simulator says beside the programs that it runs: one line each on standard error.
enum Report {
    static func line(_ text: String) {
        let bytes = Array("uutsim: \(text)\n".utf8)
        // Standard error may be closed; then there is nobody to tell.
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    /// Says why and ends the process.
    static func exit(with error: any Error) -> Never {
        switch error {
        case let error as WorldError:
            // What is wrong with a file is told as file:line:column, which editors find only at a line's beginning.
            if case .bench(let text) = error { raw(text) } else { line("\(error)") }
            Glibc.exit(error.exitCode)
        // A wanted status, 1 among them, which is also that of errors nobody knows.
        case is ExitCode: UUTSim.exit(withError: error)
        default:
            // Help and wrong usage are ArgumentParser's own; whatever it does not know is ours.
            guard UUTSim.exitCode(for: error) == .failure else { UUTSim.exit(withError: error) }
            line("\(error)")
            Glibc.exit(2)
        }
    }

    static func raw(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
