internal import Glibc

/// Something that a benchmark needs did not work, so there is no figure.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// A system call, or a function of the C floor, that has just failed.
    init(call: String) {
        let code = errno
        description = "\(call) failed: \(String(cString: strerror(code)))"
    }
}
