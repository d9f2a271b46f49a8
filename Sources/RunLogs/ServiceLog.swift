public import Logging
public import RigModel
internal import Synchronization
internal import Threads

/// `service.log`: what the service itself has to say, one line a message, rotated by day and by size.
///
/// Lines are handed to a thread of its own, so that no caller ever waits for the disk. Where that cannot keep up, or the
/// disk fails, lines are counted, and the file says how many are missing as soon as it can.
public actor ServiceLog {
    /// Lines that may wait for the disk.
    private static let waitingLimit = 10_000

    private nonisolated let executor: ThreadExecutor
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private nonisolated let waiting = Atomic(0)
    private nonisolated let lost = Atomic(0)
    nonisolated let zone: StationZone
    nonisolated let clocks: Clocks
    private var file: RotatingFile

    /// Opens `service.log` in a folder, which is made where it is not there.
    /// - Parameter limit: bytes of one file.
    public init(folder: String, zone: StationZone, clocks: Clocks, limit: Int = 16 << 20) throws(RunLogError) {
        try LogTree(root: folder).makeFolder(folder)
        executor = try .named("service-log")
        file = try RotatingFile(
            folder: folder, name: "service", limit: limit, date: zone.civil(clocks.wall).date, zone: zone)
        self.zone = zone
        self.clocks = clocks
    }

    /// For `LoggingSystem.bootstrap`, alone or in a `MultiplexLogHandler`.
    public nonisolated func handler(label: String, level: Logger.Level = .info) -> some LogHandler {
        ServiceLogHandler(log: self, label: label, logLevel: level)
    }

    /// Returns when all lines handed in before have been written.
    public func flush() {}

    nonisolated func write(_ line: String, on date: String) {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.waitingLimit else {
            waiting.subtract(1, ordering: .relaxed)
            lost.add(1, ordering: .relaxed)
            return
        }
        executor.add {
            self.waiting.subtract(1, ordering: .relaxed)
            self.assumeIsolated { $0.append(line, on: date) }
        }
    }

    private func append(_ line: String, on date: String) {
        let missing = lost.exchange(0, ordering: .relaxed)
        var text = ""
        if missing > 0 { text = "\(zone.rfc3339(clocks.wall))  WARNING   service-log  \(missing) lines lost here\n" }
        text += line + "\n"
        if !file.append(text, on: date) { lost.add(missing + 1, ordering: .relaxed) }
    }
}
