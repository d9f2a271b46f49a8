/// Decides when a folder is read anew because of what it looks like; catches what no event tells of: the target of a
/// link, a network's file system, a folder in the place of another.
struct FolderSweep: Sendable {
    /// What was read.
    private var read: FolderPrint?
    /// At the sweep before.
    private var last: FolderPrint?

    /// - Parameter read: what the folder looked like before it was read first; nil where it could not be.
    init(read: FolderPrint?) {
        self.read = read
        last = read
    }

    /// What the folder looks like now.
    ///
    /// - Returns: whether to read it: it is not what was read, and it was not touched since the last sweep, so that
    ///   nobody is in the middle of writing.
    mutating func look(_ print: FolderPrint?) -> Bool {
        defer { last = print }
        return print != read && print == last
    }

    /// The folder is read now.
    mutating func reads(_ print: FolderPrint?) {
        read = print
        last = print
    }
}
