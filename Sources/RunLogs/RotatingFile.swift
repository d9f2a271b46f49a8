internal import Glibc
internal import RigModel

/// A file of lines that is put aside as `<name>-<date>.log` when the day or its size says so.
struct RotatingFile: ~Copyable {
    private let folder: String
    private let name: String
    private let limit: Int
    private var descriptor: Int32
    private var size: Int
    /// Civil date of the lines in it.
    private var date: String

    /// - Parameter date: of today, for a file that is new.
    init(folder: String, name: String, limit: Int, date: String, zone: StationZone) throws(RunLogError) {
        self.folder = folder
        self.name = name
        self.limit = limit
        let path = "\(folder)/\(name).log"
        descriptor = Self.open(path)
        guard descriptor >= 0 else { throw .lastSystemError(path) }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        size = isKnown ? Int(status.st_size) : 0
        let changed = Timestamp(nanoseconds: Int64(status.st_mtim.tv_sec) * 1_000_000_000)
        self.date = size > 0 ? zone.civil(changed).date : date
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Parameter date: of the lines.
    /// - Returns: false where they are not in the file.
    mutating func append(_ text: String, on date: String) -> Bool {
        let bytes = Array(text.utf8)
        if size > 0, date != self.date || size + bytes.count > limit { rotate() }
        if descriptor < 0 { descriptor = Self.open("\(folder)/\(name).log") }
        guard descriptor >= 0 else { return false }
        if size == 0 { self.date = date }
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            // A torn line would run into the next one.
            _ = ftruncate(descriptor, off_t(size))
            return false
        }
        size += bytes.count
        return true
    }

    /// Where the old file cannot be put aside it is gone on with: lines matter more than the size of a file.
    private mutating func rotate() {
        let stem = "\(folder)/\(name)-\(date)"
        var aside = "\(stem).log"
        var number = 2
        while access(aside, F_OK) == 0 {
            aside = "\(stem)-\(number).log"
            number += 1
        }
        guard rename("\(folder)/\(name).log", aside) == 0 || errno == ENOENT else { return }
        close(descriptor)
        descriptor = -1
        size = 0
    }

    private static func open(_ path: String) -> Int32 {
        Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    }
}
