import Foundation

/// What a person types, line by line.
enum Keyboard {
    /// Whether there is a person: a terminal on both sides, which belongs to this process and not to another in front.
    static var isThere: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && tcgetpgrp(STDIN_FILENO) == getpgrp()
    }

    /// Reads on a thread of its own until the end of the input; the thread goes with the process.
    static func read(_ take: @escaping @Sendable (String) -> Void) {
        Thread.detachNewThread {
            while let line = readLine() { take(line) }
        }
    }
}
