import Glibc

/// The words for `errno`.
enum SystemCall {
    static func reason(_ error: Int32 = errno) -> String { String(cString: strerror(error)) }
}
