import Glibc

/// Whole lines, at once: a program that waits for them reads a pipe.
enum PTYOutput {
    static func line(_ text: String) { write(text, to: STDOUT_FILENO) }
    static func error(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array((text + "\n").utf8)
        // Where nobody reads there is nobody to tell.
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }
}
