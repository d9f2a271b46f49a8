import Foundation
import Glibc

/// Linux' side of USB/IP, as far as ftdi_sio uses it on one port: opens it, and asks the board behind it. It blocks, so
/// it is used on a thread of its own.
final class FakeHost {
    private let socket: Int32
    private var last: UInt32 = 0
    /// The transfers for data that have not been answered.
    private var reads: Set<UInt32> = []

    /// Takes the socket over.
    init(_ socket: Int32) {
        self.socket = socket
        // Whatever goes wrong, a test ends.
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    deinit { close(socket) }

    /// Resets channel A and asks for data, twice at a time.
    func open() {
        submit(endpoint: 0, isInput: false, length: 0, setup: [0x40, 0, 0, 0, 0, 0, 0, 0])
        // The latency timer: 1 ms.
        submit(endpoint: 0, isInput: false, length: 0, setup: [0x40, 9, 1, 0, 0, 0, 0, 0])
        for _ in 0..<2 { reads.insert(submit(endpoint: 1, isInput: true, length: 512)) }
    }

    func write(_ text: String) {
        submit(endpoint: 2, isInput: false, length: UInt32(text.utf8.count), data: Array(text.utf8))
    }

    /// What comes up to the next end of a line; what came until the end of the stream where that is first.
    func line() -> String {
        var bytes: [UInt8] = []
        while bytes.last != UInt8(ascii: "\n"), let header = take(48) {
            let number = word(header, at: 4)
            guard reads.remove(number) != nil, let data = take(Int(word(header, at: 24))) else { continue }
            bytes += data.dropFirst(2)
            reads.insert(submit(endpoint: 1, isInput: true, length: 512))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @discardableResult private func submit(
        endpoint: UInt32, isInput: Bool, length: UInt32, setup: [UInt8] = [UInt8](repeating: 0, count: 8),
        data: [UInt8] = []
    ) -> UInt32 {
        last += 1
        let words = [1, last, 65_538, isInput ? 1 : 0, endpoint, 0, length, 0, 0xffff_ffff, 0]
        let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
        let message = bytes + setup + data
        _ = send(socket, message, message.count, Int32(MSG_NOSIGNAL))
        return last
    }

    private func take(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return count == 0 || recv(socket, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : nil
    }
    private func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
