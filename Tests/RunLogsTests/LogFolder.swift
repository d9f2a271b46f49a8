import Foundation
import Logging
import RigModel

@testable import RunLogs

/// A log tree in a folder of its own, which goes with it.
final class LogFolder: Sendable {
    let path: String

    init(path: String = NSTemporaryDirectory() + "logs-\(UUID().uuidString)") throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func logs(
        zone: StationZone = .warsaw, archive: (any ExecutionArchive)? = nil, memory: Int = 16 << 20,
        patience: Duration = .seconds(50),
        onTrouble: @escaping @Sendable ([String]) -> Void = { _ in }
    ) async throws -> RunLogs {
        try await RunLogs.open(
            folder: path, zone: zone, clocks: Clocks { .example },
            logger: .silent, archive: archive, memory: memory,
            patience: patience, onTrouble: onTrouble)
    }

    func text(_ file: String) throws -> String { String(decoding: try bytes(file), as: UTF8.self) }
    func bytes(_ file: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(file)")) }
    func lines(_ file: String) throws -> [String] { try text(file).split(separator: "\n").map(String.init) }
    func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(file)"))
    }

    /// Files and links below the folder, sorted.
    func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path).filter { file in
            var isFolder: ObjCBool = false
            return !FileManager.default.fileExists(atPath: "\(path)/\(file)", isDirectory: &isFolder)
                || !isFolder.boolValue
        }.sorted()
    }

    /// The lines of a `.jsonl`, each read as JSON.
    func objects(_ file: String) throws -> [[String: Any]] {
        try lines(file).map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return object ?? [:]
        }
    }
}

extension RunLogs {
    nonisolated func consume(_ events: [RigEvent]) async {
        await consume(events.enumerated().map { NumberedEvent(sequence: UInt64($0 + 1), at: .example, event: $1) })
    }
}

extension Timestamp {
    /// 2026-09-01T14:30:05.123 in Warsaw.
    static let example = Timestamp(nanoseconds: 1_788_265_805_123_000_000)
}

extension StationZone {
    /// The rule of the European Union from 1996 on: summer time from the last Sunday of March to that of October, 01:00 UTC.
    static let warsaw = StationZone(name: "Europe/Warsaw") { time in
        let utc = CivilTime(time, offset: 0)
        func change(_ month: Int) -> Bool {
            // Whether the change of the month, whose last day is the 31st, is past.
            let weekday = { (day: Int) -> Int in
                let first = Int(time.nanoseconds / 86_400_000_000_000) - utc.day + day
                return (first + 4) % 7
            }
            let sunday = 31 - weekday(31)
            return utc.day > sunday || utc.day == sunday && utc.hour >= 1
        }
        let isSummer =
            switch utc.month {
            case 4...9: true
            case 3: change(3)
            case 10: !change(10)
            default: false
            }
        return isSummer ? 7_200 : 3_600
    }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
