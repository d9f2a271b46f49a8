internal import BoardModel
internal import CLinux
internal import Glibc
internal import SerialIO

/// One end of a tap: a descriptor, and the bytes that wait for it.
struct TapEnd: ~Copyable {
    enum Reading { case bytes([UInt8]), nothing, hungUp }

    let descriptor: Descriptor
    private var output = OutputQueue()
    private var watchesRoom = false

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    var raw: Int32 { descriptor.raw }
    var isDrained: Bool { output.isEmpty }

    func read() -> Reading {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, initialized in
                count = Glibc.read(raw, buffer.baseAddress, buffer.count)
                initialized = max(0, count)
            }
            if count > 0 { return .bytes(bytes) }
            if count < 0, errno == EINTR { continue }
            return count < 0 && errno == EAGAIN ? .nothing : .hungUp
        }
    }

    /// Sends, now or when there is room. Returns how many bytes were lost for want of it.
    mutating func write(_ bytes: [UInt8]) -> Int {
        let taken = output.append(bytes)
        flush()
        return bytes.count - taken
    }

    mutating func flush() {
        while !output.isEmpty {
            let count = output.prefix(4096).withUnsafeBytes { Glibc.write(raw, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            output.removeFirst(count)
        }
    }

    mutating func discard() { output.removeAll() }

    /// Has epoll say when there is room, while something waits for it.
    mutating func watchRoom(in epoll: Int32) {
        guard watchesRoom == output.isEmpty else { return }
        watchesRoom.toggle()
        let events = clinux_epoll_in | clinux_epoll_edge | (watchesRoom ? clinux_epoll_out : 0)
        _ = clinux_epoll_change(epoll, raw, events)
    }
}
