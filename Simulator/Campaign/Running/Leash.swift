internal import Foundation
internal import Glibc

/// What a world hangs on: it ends when `hand` is closed, were it because we are killed.
struct Leash: Sendable {
    /// The world's standard input.
    let collar: FileHandle
    let hand: FileHandle

    /// A pipe with a name, as both of its ends are then opened for this process alone from the first: worlds that are
    /// started meanwhile must not hold on to another's.
    ///
    /// - Parameter path: where nothing is yet.
    init(at path: String) throws(CampaignError) {
        func check(_ result: Int32) throws(CampaignError) -> Int32 {
            guard result >= 0 else { throw .folder(path: path, reason: String(cString: strerror(errno))) }
            return result
        }
        _ = try check(mkfifo(path, 0o600))
        // Whoever opens it to write, and whoever opens it to read and may wait, waits for the other.
        collar = FileHandle(
            fileDescriptor: try check(open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)), closeOnDealloc: true)
        hand = FileHandle(fileDescriptor: try check(open(path, O_WRONLY | O_CLOEXEC)), closeOnDealloc: true)
        _ = try check(fcntl(collar.fileDescriptor, F_SETFL, 0))
        _ = try check(unlink(path))
    }
}
