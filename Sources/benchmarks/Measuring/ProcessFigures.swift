internal import FoundationEssentials

/// What this process holds, as Linux counts it.
struct ProcessFigures: Sendable {
    private(set) var descriptors: Int
    private(set) var threads: Int
    /// Resident memory.
    private(set) var residentKiB: Int

    init() throws {
        descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        func number(_ key: String) throws -> Int {
            for line in status.split(separator: "\n") where line.hasPrefix("\(key):") {
                if let number = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) {
                    return number
                }
            }
            throw BenchmarkFailure("/proc/self/status tells no \(key)")
        }
        threads = try number("Threads")
        residentKiB = try number("VmRSS")
    }

    /// The lower of each.
    func least(_ other: ProcessFigures) -> ProcessFigures {
        var least = self
        least.descriptors = min(descriptors, other.descriptors)
        least.threads = min(threads, other.threads)
        least.residentKiB = min(residentKiB, other.residentKiB)
        return least
    }
}
