internal import Glibc

/// SQLite's file of transactions that are committed and not yet moved into the database file, brought to the disk.
///
/// A transaction in `synchronous=NORMAL` is whole and in order in this file, but in the kernel's memory only. A sync of
/// the file makes all transactions before it as safe as those in `FULL`, in which SQLite does the same at the end of each,
/// with the database locked. Done from here, it covers many transactions at once, and the next ones are written beside it.
///
/// A descriptor of our own is harmless: SQLite keeps its locks on the database and on the `-shm` file, not on this one.
final class WriteAheadLog: Sendable {
    /// Brings a file's content to the disk: `fdatasync`.
    typealias Sync = @Sendable (_ descriptor: Int32) -> Int32

    private let descriptor: Int32
    private let sync: Sync

    /// - Parameter database: a database that is open and stays so: the file is one and the same for as long.
    init(of database: String, sync: @escaping Sync) throws(HistoryError) {
        descriptor = open("\(database)-wal", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: "\(database)-wal", reason: String(cString: strerror(errno)))
        }
        self.sync = sync
    }

    deinit { close(descriptor) }

    /// Blocks until the disk has every transaction that was committed before the call.
    /// - Throws: what the kernel says. What was to be written may be lost then, and a further call would not tell.
    func synchronize() throws(DiskFailure) {
        var result = sync(descriptor)
        while result != 0, errno == EINTR { result = sync(descriptor) }
        if result != 0 { throw DiskFailure(reason: String(cString: strerror(errno))) }
    }
}

/// The disk has not taken what it was to keep.
struct DiskFailure: Error, CustomStringConvertible {
    let reason: String
    var description: String { "the disk failed to keep what was written: \(reason)" }
}
