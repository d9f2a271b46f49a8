internal import Crypto
internal import Glibc

/// One file that grows by whole lines, and knows its length, its lines and its hash.
///
/// A write that the disk takes only in part is cut back to the last whole line, so that the file never has a torn one
/// while its writer lives. Lines that were not written are counted, and the file says so as soon as it can.
final class LineFile {
    let path: String
    private var descriptor: Int32
    private var hash = SHA256()
    /// What the file has.
    private var lines = 0
    private(set) var bytes = 0
    /// Lines that are missing behind the last one that was written.
    private var missing = 0
    private let loss: (Int) -> String

    /// Makes the file.
    /// - Parameter loss: the line that tells of so many missing ones.
    /// - Returns: nil where a file of this name is there already.
    init?(creating path: String, loss: @escaping (Int) -> String) throws(RunLogError) {
        self.path = path
        self.loss = loss
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST { return nil }
            throw .lastSystemError(path)
        }
    }

    /// Opens a file that another life left unsealed.
    /// - Parameter content: what it is to keep, from its beginning.
    init(continuing path: String, content: [UInt8]) throws(RunLogError) {
        self.path = path
        loss = { "\($0) lines lost" }
        descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0, ftruncate(descriptor, off_t(content.count)) == 0 else { throw .lastSystemError(path) }
        note(content[...])
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Lines that are known to be missing from here on.
    func lose(_ count: Int) { missing += count }

    /// - Returns: how many of the buffer's lines are missing now, and why.
    @discardableResult
    func append(_ buffer: LineBuffer) -> (lost: Int, failure: RunLogError?) {
        guard missing > 0 else {
            let (written, failure) = write(buffer.bytes)
            missing = buffer.lines - written
            return (missing, failure)
        }
        let before = (hash, lines, bytes)
        var marked = LineBuffer(loss(missing))
        marked.append(buffer)
        let (written, failure) = write(marked.bytes)
        if let failure, written <= 1 {
            // A mark with nothing behind it would be one of many.
            undo(to: before)
            missing += buffer.lines
            return (buffer.lines, failure)
        }
        missing = buffer.lines - (written - 1)
        return (missing, failure)
    }

    /// Of all that has been written.
    var extent: LogSeal.Extent {
        LogSeal.Extent(lines: lines, bytes: bytes, sha256: hash.finalize().hex)
    }

    /// Writes the seal as a whole or not at all, and closes the file.
    ///
    /// Not synced: two syncs for each run would cost more than the run. SIGKILL takes nothing that was written. A power cut
    /// may take what the kernel had not brought to the disk in the last seconds: the seal is missing then, or does not fit
    /// the length, and the next start restores the steps from the store, which is synced and is the truth.
    func finish(with seal: String) throws(RunLogError) {
        let before = (hash, lines, bytes)
        let (_, failure) = write(LineBuffer(seal).bytes)
        if let failure {
            undo(to: before)
            throw failure
        }
        close(descriptor)
        descriptor = -1
    }

    var isFinished: Bool { descriptor < 0 }

    /// - Returns: how many whole lines are in the file now, and why not all.
    private func write(_ content: [UInt8]) -> (lines: Int, failure: RunLogError?) {
        var failure: RunLogError?
        var written = 0
        content.withUnsafeBytes { content in
            while written < content.count, failure == nil {
                let count = Glibc.write(descriptor, content.baseAddress?.advanced(by: written), content.count - written)
                if count > 0 {
                    written += count
                } else if count == 0 || errno != EINTR {
                    failure = .lastSystemError(path)
                }
            }
        }
        if failure != nil {
            // On a full disk a file can still be cut. Where not even that works, the seal's length tells.
            written = content[..<written].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            _ = ftruncate(descriptor, off_t(bytes + written))
        }
        let before = lines
        note(content[..<written])
        return (lines - before, failure)
    }

    private func undo(to before: (SHA256, lines: Int, bytes: Int)) {
        _ = ftruncate(descriptor, off_t(before.bytes))
        (hash, lines, bytes) = before
    }

    private func note(_ content: ArraySlice<UInt8>) {
        content.withUnsafeBytes { hash.update(bufferPointer: $0) }
        bytes += content.count
        lines += content.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    }
}
