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
        note(content[...], lines: content.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) })
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Lines that are known to be missing from here on.
    func lose(_ count: Int) { missing += count }

    /// - Returns: how many of the buffer's lines are missing now, and why.
    @discardableResult
    func append(_ buffer: LineBuffer) -> (lost: Int, failure: RunLogError?) {
        guard missing > 0 else {
            let (written, failure) = write(buffer)
            missing = buffer.lines - written
            return (missing, failure)
        }
        let before = (hash, lines, bytes)
        var marked = LineBuffer(loss(missing))
        marked.append(buffer)
        let (written, failure) = write(marked)
        if let failure, written <= 1 {
            // A mark with nothing behind it would be one of many.
            undo(to: before)
            missing += buffer.lines
            return (buffer.lines, failure)
        }
        missing = buffer.lines - (written - 1)
        return (missing, failure)
    }

    /// Writes both with one write, as a whole or not at all.
    func takes(_ head: LineBuffer, _ body: LineBuffer) -> Bool {
        let before = (hash, lines, bytes)
        var both = head
        both.append(body)
        guard write(both).failure != nil else { return true }
        undo(to: before)
        return false
    }

    /// Takes back all that has been written.
    func empty() { undo(to: (SHA256(), 0, 0)) }

    /// Of all that has been written.
    var extent: LogSeal.Extent {
        LogSeal.Extent(lines: lines, bytes: bytes, sha256: hash.finalize().hex)
    }

    /// Writes what is left and the seal in one, all of it or nothing, and closes the file.
    ///
    /// - Parameter seal: is given the extent of all that stands above it.
    ///
    /// Not synced: two syncs for each run would cost more than the run. SIGKILL takes nothing that was written. A power cut
    /// may take what the kernel had not brought to the disk in the last seconds: the seal is missing then, or does not fit
    /// the length, and the next start restores the steps from the store, which is synced and is the truth.
    func finish(_ rest: LineBuffer = LineBuffer(), with seal: (LogSeal.Extent) -> String) throws(RunLogError) {
        let before = (hash, lines, bytes)
        var content = missing > 0 ? LineBuffer(loss(missing)) : LineBuffer()
        content.append(rest)
        note(content.bytes[...], lines: content.lines)
        let end = content.bytes.count
        content.append(seal(extent))
        let (written, failure) = put(content.bytes)
        if let failure {
            undo(to: before)
            throw failure
        }
        note(content.bytes[end..<written], lines: 0)
        missing = 0
        close(descriptor)
        descriptor = -1
    }

    var isFinished: Bool { descriptor < 0 }

    /// - Returns: how many whole lines of the buffer are in the file now, and why not all.
    private func write(_ buffer: LineBuffer) -> (lines: Int, failure: RunLogError?) {
        var (written, failure) = put(buffer.bytes)
        var lines = buffer.lines
        if failure != nil {
            // On a full disk a file can still be cut. Where not even that works, the seal's length tells.
            written = buffer.bytes[..<written].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            _ = ftruncate(descriptor, off_t(bytes + written))
            lines = buffer.bytes[..<written].reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        }
        note(buffer.bytes[..<written], lines: lines)
        return (lines, failure)
    }

    /// - Returns: how many bytes the disk took, and why not all.
    private func put(_ content: [UInt8]) -> (written: Int, failure: RunLogError?) {
        var written = 0
        let failure = content.withUnsafeBytes { content -> RunLogError? in
            while written < content.count {
                let count = Glibc.write(descriptor, content.baseAddress?.advanced(by: written), content.count - written)
                if count > 0 {
                    written += count
                } else if count == 0 || errno != EINTR {
                    return .lastSystemError(path)
                }
            }
            return nil
        }
        return (written, failure)
    }

    private func undo(to before: (SHA256, lines: Int, bytes: Int)) {
        _ = ftruncate(descriptor, off_t(before.bytes))
        (hash, lines, bytes) = before
    }

    private func note(_ content: ArraySlice<UInt8>, lines: Int) {
        content.withUnsafeBytes { hash.update(bufferPointer: $0) }
        bytes += content.count
        self.lines += lines
    }
}
