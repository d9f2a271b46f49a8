internal import Glibc

/// Says on standard error what is wrong.
func complain(_ what: some CustomStringConvertible) {
    let bytes = Array("benchmarks: \(what)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}
