internal import Glibc
internal import RigModel

/// A database that cannot be read, and the files that SQLite keeps beside it.
struct DamagedFile {
    let path: String

    /// Moves the files out of the way, for a person to look at.
    /// - Returns: the new name of the database file.
    func setAside(at now: Timestamp) throws(HistoryError) -> String {
        let civil = CivilTime(now, offset: 0)
        let stem = "\(path).damaged-\(civil.date)T\(civil.rfc3339.dropFirst(11).prefix(8).filter { $0 != ":" })Z"
        var aside = stem
        var number = 2
        while access(aside, F_OK) == 0 {
            aside = "\(stem)-\(number)"
            number += 1
        }
        try move(path, to: aside)
        // Under the new name as well, so that a tool which can mend it finds what had not been moved into the file yet.
        for suffix in ["-wal", "-shm"] where access(path + suffix, F_OK) == 0 {
            try move(path + suffix, to: aside + suffix)
        }
        return aside
    }

    private func move(_ old: String, to new: String) throws(HistoryError) {
        guard rename(old, new) == 0 else {
            throw .cannotSetAside(path: old, reason: String(cString: strerror(errno)))
        }
    }
}
