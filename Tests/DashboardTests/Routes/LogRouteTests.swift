import FoundationEssentials
import RigModel
import Testing

@testable import Dashboard

@Suite(.timeLimit(.minutes(1))) struct LogRouteTests {
    private let file = "/api/v1/logs/client_demo/production_uut/\(Sample.execution(1))"

    @Test func theTreeListsUnits() async throws {
        try await TestStation.run { station in
            for path in ["/api/v1/logs", "/api/v1/logs/client_demo"] {
                let units = try await station.client.get(path).json(API.LogTree.self).units
                #expect(units.map(\.uutId) == ["production_uut"])
            }
            // Known, and has no log yet.
            let none = try await station.client.get("/api/v1/logs/production_test_v2").json(API.LogTree.self)
            #expect(none.units.isEmpty)
        }
    }

    @Test(arguments: [(0, 0), (1, 1), (3, 3), (500, 500), (10_000, 500)])
    func aUnitHasItsLastLines(tail: Int, count: Int) async throws {
        try await TestStation.run { station in
            let log = try await station.client.get("/api/v1/logs/client_demo/production_uut?tail=\(tail)")
                .json(API.UnitLog.self)
            #expect(log.lines.count == count)
            #expect(log.lines.last == (count == 0 ? nil : "line 500"))
            #expect(log.lines.first == (count == 0 ? nil : "line \(501 - count)"))
            #expect(log.runs.map(\.executionId) == [Sample.execution(1)])
        }
    }

    @Test func aTailLongerThanABlockIsWhole() async throws {
        try await TestStation.run { station in
            let lines = (1...20_000).map { "line \($0) of a long file" }
            try (lines.joined(separator: "\n") + "\nhalf a li").write(
                toFile: station.logs.folder + "/unit.log", atomically: true, encoding: .utf8)
            let log = try await station.client.get("/api/v1/logs/client_demo/production_uut?tail=10000")
                .json(API.UnitLog.self)
            #expect(log.lines == Array(lines.suffix(10_000)))
        }
    }

    @Test func aFileIsSentAsItIs() async throws {
        try await TestStation.run { station in
            for path in [file, "/api/logs/client_demo/production_uut/latest"] {
                let answer = try await station.client.get(path)
                #expect(answer.text == FakeLogs.text)
                #expect(answer.header("content-type") == "text/plain; charset=utf-8")
                #expect(answer.header("accept-ranges") == "bytes")
            }
            let json = try await station.client.get(file + "?format=jsonl")
            #expect(json.text == FakeLogs.json)
            #expect(json.header("content-type") == "application/x-ndjson")
        }
    }

    @Test func aRangeIsAPart() async throws {
        try await TestStation.run { station in
            let size = FakeLogs.text.utf8.count
            let part = try await station.client.get(file, headers: [("Range", "bytes=5-10")])
            #expect(part.status == 206)
            #expect(part.header("content-range") == "bytes 5-10/\(size)")
            #expect(part.body == Array(Array(FakeLogs.text.utf8)[5...10]))
            let tail = try await station.client.get(file, headers: [("Range", "bytes=-9")])
            #expect(tail.text == "line 500\n")
            let past = try await station.client.get(file, headers: [("Range", "bytes=\(size)-")])
            #expect(try past.problem().status == 416)
            #expect(past.header("content-range") == "bytes */\(size)")
        }
    }

    @Test func aFileThatIsGoneIsAProblem() async throws {
        try await TestStation.run { station in
            try FileManager.default.removeItem(atPath: station.logs.folder + "/unit.log")
            #expect(try await station.client.get(file).problem().status == 404)
            let log = try await station.client.get("/api/v1/logs/client_demo/production_uut").json(API.UnitLog.self)
            #expect(log.lines.isEmpty)
        }
    }

    @Test(arguments: [
        "/api/v1/logs/../../../etc/passwd", "/api/v1/logs/..%2f..%2fetc%2fpasswd", "/api/v1/logs/client_demo/..",
        "/api/v1/logs/client_demo/%2e%2e/01J00000000000000000000001", "/api/v1/logs/client_demo/production_uut/..",
        "/api/v1/logs/client_demo/production_uut/..%2funit.log", "/api/v1/logs/%2fetc%2fpasswd",
        "/api/v1/logs/client_demo/production_uut%00/latest", "/api/v1/logs/client_demo/a@..%2f..", "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd", "/js/../../../etc/passwd", "//etc/passwd", "/api/v1/bibs/..%2f..%2fetc/plan",
    ])
    func nothingLeavesTheTree(path: String) async throws {
        try await TestStation.run { station in
            let answer = try await station.client.get(path)
            #expect([400, 404].contains(try answer.problem().status))
            #expect(!answer.text.contains("root:"))
        }
    }
}
