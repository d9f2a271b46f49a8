internal import CLinux
internal import Glibc
internal import SerialIO

/// Wakes a board from any thread: an eventfd that its epoll watches.
package final class Bell: Sendable {
    private let descriptor: Descriptor
    package var raw: Int32 { descriptor.raw }

    /// nil with errno where the system has no descriptor left.
    package init?() {
        let raw = clinux_eventfd()
        guard raw >= 0 else { return nil }
        descriptor = Descriptor(owning: raw)
    }

    package func ring() {
        var one: UInt64 = 1
        // It fails only where the counter is full, and then the board is being woken already.
        _ = write(raw, &one, MemoryLayout<UInt64>.size)
    }
    package func silence() {
        var count: UInt64 = 0
        _ = read(raw, &count, MemoryLayout<UInt64>.size)
    }
}
