internal import Glibc

/// What an errno means, in the words of strerror, with the number.
func errorText(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    // The XSI variant writes into the buffer; strerror(3) itself is not thread-safe.
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "errno \(code)" }
    let text = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return "\(String(decoding: text, as: UTF8.self)) (errno \(code))"
}
