import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

/// What users of other systems complain about, on a whole station.
@Suite(.timeLimit(.minutes(3))) struct ComplaintTests {
    private static let unit = "node@FT7SENS1"

    private func ended(_ rig: StationRig, _ run: ExecutionID) async throws -> API.ExecutionDetails {
        try await eventually("run \(run) has ended") {
            let run = try await rig.client.execution(run)
            return run.result == nil ? nil : run
        }
    }

    @Test("complaint 9: the service itself records what a line says, whoever looks on and however often it is opened")
    func complaint9() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            // Nobody looks on; somebody does and breaks off in the middle; somebody does to the end.
            let unseen = try await ended(rig, try await rig.start("sensor_node", Self.unit)[0])
            let position = try await rig.client.snapshot().position
            let id = try await rig.start("sensor_node", Self.unit)[0]
            _ = try await rig.events(after: position, until: .inTest([id]))
            let left = try await ended(rig, id)
            let later = try await rig.client.snapshot().position
            let last = try await rig.start("sensor_node", Self.unit)[0]
            let record = try await rig.events(after: later, until: .completed([last]))
            let watched = try await rig.client.execution(last)

            let stored = try StoredRun.all(in: "\(rig.state)/portpool.db")
            let logs = try RunLogFile.all(in: "\(rig.state)/logs")
            for run in [unseen, left, watched] {
                #expect(run.result?.verdict == .pass)
                let log = try #require(logs.first { $0["execution"] == run.executionId.rawValue })
                let steps = try #require(stored[run.executionId]?.steps)
                #expect(steps.map(\.id) == run.steps.map(\.step))
                for (step, onDisk) in zip(run.steps, steps) {
                    let received = step.attempts.flatMap(\.receivedBytes)
                    #expect(received == onDisk.received)
                    for value in step.captures.values { #expect(log.text.contains(value)) }
                    for attempt in step.attempts where !attempt.sent.isEmpty {
                        #expect(log.text.contains(attempt.sent))
                    }
                }
            }
            let shown = try record.events.filter { $0.name == "LogMessage" }
                .flatMap { try APIClient.decode(API.LogBatch.self, $0).lines }
                .filter { $0.executionId == last && ["TX", "RX"].contains($0.direction) }
            let log = try #require(logs.first { $0["execution"] == last.rawValue })
            #expect(
                shown.map { "\($0.direction)   \($0.text)" } == log.exchanged, "who looks on sees what is written down")
        }
    }

    @Test("complaint 29: a fresh install needs no database, no broker and no network")
    func complaint29() async throws {
        let twice = StationRig.Setup(script: "$SERVE; exec $SERVE")
        try await StationRig.with(
            twice,
            prepare: { folder, _ in
                #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/state"), "nothing was there before")
            }
        ) { rig in
            try await rig.ports()
            let run = try await rig.run("sensor_node", Self.unit)
            #expect(run.result?.verdict == .pass)
            try await rig.restart()
            #expect(try await rig.client.executions().recent.map(\.executionId) == [run.executionId])
            #expect(try await rig.client.execution(run.executionId).steps == run.steps)
            // Its network is its own, and it has not a single socket there.
            let pid = try #require(rig.service.pid)
            for table in ["tcp", "tcp6", "udp", "udp6"] {
                let rows = try String(contentsOfFile: "/proc/\(pid)/net/\(table)", encoding: .utf8)
                #expect(rows.split(separator: "\n").count == 1, "\(table): \(rows)")
            }
            #expect(try await rig.client.status().status == .running)
        }
    }

    @Test func whoHoldsALineAndIsNotShownByProcIsSaidToBeUnknown() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let port = try await rig.port("FT7SENS1-A") { $0.status == .available }
            // This process is of another pid namespace than the service's, which does not see it.
            let pid = try #require(rig.service.pid)
            let line = open("/proc/\(pid)/root\(port.portName)", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
            try #require(line >= 0)
            defer { close(line) }
            try #require(flock(line, LOCK_EX | LOCK_NB) == 0)
            let run = try await rig.run("sensor_node", Self.unit)
            #expect(run.result?.verdict == .error)
            let words = "is held by another user's process (/proc does not show us which): end that program"
            #expect(run.result?.explanation.contains(words) == true)
            let failed = try await rig.port("FT7SENS1-A") { $0.status == .error }
            #expect(failed.lastError?.contains(words) == true)
            try #require(flock(line, LOCK_UN) == 0)
            #expect(try await rig.run("sensor_node", Self.unit).result?.verdict == .pass)
        }
    }
}

extension RunLogFile {
    /// What was sent and received, in order.
    fileprivate var exchanged: [String] {
        text.split(separator: "\n").compactMap { line in
            ["TX   ", "RX   "].lazy.compactMap { line.range(of: $0) }.first.map { String(line[$0.lowerBound...]) }
        }
    }
}

extension API.Attempt {
    fileprivate var receivedBytes: [UInt8] {
        let digits = Array(receivedHex)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
    }
}
