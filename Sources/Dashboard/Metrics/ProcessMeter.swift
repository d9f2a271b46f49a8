internal import FoundationEssentials
internal import Glibc

/// Reads what this process uses of processor and memory from `/proc/self/stat` (proc(5)).
struct ProcessMeter: Sendable {
    struct Usage: Sendable, Hashable {
        /// User and system time since the process began.
        var processorTime: Duration
        var residentBytes: Int
    }

    func usage() throws -> Usage {
        try Self.parse(
            String(contentsOfFile: "/proc/self/stat", encoding: .utf8), ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)),
            pageSize: sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The file has been another than the kernel writes.
    struct UnreadableStat: Error, CustomStringConvertible {
        let description = "/proc/self/stat is not as proc(5) says"
    }

    static func parse(_ text: String, ticksPerSecond: Int, pageSize: Int) throws(UnreadableStat) -> Usage {
        // Field 2 is the program's name in parentheses and may hold blanks and parentheses itself: count behind it.
        guard let end = text.lastIndex(of: ")") else { throw UnreadableStat() }
        let fields = text[text.index(after: end)...].split(separator: " ")
        // utime, stime and rss are fields 14, 15 and 24, counted from 1; `fields` begins with field 3.
        guard fields.count > 21, let user = Int(fields[11]), let system = Int(fields[12]), let pages = Int(fields[21])
        else { throw UnreadableStat() }
        return Usage(
            processorTime: .milliseconds((user + system) * 1_000 / ticksPerSecond), residentBytes: pages * pageSize)
    }
}
