import Foundation
import Locking
import Logging
import RigModel
import Synchronization
import Testing

@testable import RunLogs

@Suite(.timeLimit(.minutes(1)))
struct ServiceLogTests {
    @Test func aMessageIsOneLineWithTimeLevelAndFields() async throws {
        let folder = try LogFolder()
        let log = try ServiceLog(folder: folder.path, zone: .warsaw, clocks: Clocks { .example })
        var logger = Logger(label: "portpool.pool") { log.handler(label: $0) }
        logger[metadataKey: "port"] = "FT7DEMO1-A"
        logger.warning("two\nlines", metadata: ["reason": "it said \"no\"", "n": "3"])
        logger.debug("not wanted")
        await log.flush()
        #expect(
            try folder.text("service.log")
                == "2026-09-01T14:30:05.123+02:00  WARNING   portpool.pool  two\\nlines  n=3  port=FT7DEMO1-A  "
                + "reason=\"it said \\\"no\\\"\"\n")
    }

    @Test func itIsPutAsideWhenItsSizeIsReached() async throws {
        let folder = try LogFolder()
        let log = try ServiceLog(folder: folder.path, zone: .warsaw, clocks: Clocks { .example }, limit: 900)
        let logger = Logger(label: "x") { log.handler(label: $0) }
        for number in 0..<50 { logger.info("message \(number)") }
        await log.flush()
        let files = try folder.files()
        let inOrder = ["service-2026-09-01.log", "service-2026-09-01-2.log", "service-2026-09-01-3.log", "service.log"]
        #expect(files == inOrder.sorted())
        let all = try inOrder.flatMap { try folder.lines($0) }
        let numbers = all.compactMap { line in line.split(separator: " ").last.flatMap { Int($0) } }
        #expect(numbers == Array(0..<50))
        #expect(try files.allSatisfy { try folder.bytes($0).count <= 900 })
    }

    @Test func aNewDayBeginsANewFile() async throws {
        let folder = try LogFolder()
        let now = Mutex(Timestamp.example)
        let log = try ServiceLog(folder: folder.path, zone: .warsaw, clocks: Clocks { now.withLock { $0 } })
        let logger = Logger(label: "x") { log.handler(label: $0) }
        logger.info("today")
        now.withLock { $0 = $0.advanced(by: .seconds(86_400)) }
        logger.info("tomorrow")
        await log.flush()
        #expect(try folder.text("service-2026-09-01.log").hasSuffix("today\n"))
        #expect(try folder.text("service.log").hasSuffix("tomorrow\n"))
    }

    @Test func itGoesOnWhereItEnded() async throws {
        let folder = try LogFolder()
        for life in 1...2 {
            let log = try ServiceLog(folder: folder.path, zone: .utc, clocks: Clocks { .now })
            Logger(label: "x") { log.handler(label: $0) }.info("life \(life)")
            await log.flush()
        }
        #expect(try folder.lines("service.log").count == 2)
    }
}

extension Timestamp {
    /// Of this machine.
    fileprivate static var now: Timestamp {
        Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000_000_000))
    }
}
