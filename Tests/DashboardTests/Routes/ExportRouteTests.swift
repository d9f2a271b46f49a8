import RigModel
import Testing

@testable import Dashboard

@Suite(.timeLimit(.minutes(1))) struct ExportRouteTests {
    @Test(arguments: ["junit", "csv", "json", "jsonl", "html"])
    func oneRunIsAFileOfItsFormat(name: String) async throws {
        try await TestStation.run { station in
            let id = Sample.execution(1)
            await station.exports.add(id)
            for base in ["/api/v1", "/api"] {
                let answer = try await station.client.get("\(base)/executions/\(id)/export?format=\(name)")
                let format = try #require(ExportFormat(rawValue: name == "json" ? "jsonl" : name))
                #expect(answer.status == 200 && answer.text == "\(id) as \(format.rawValue)")
                #expect(answer.header("content-type") == format.mediaType)
                #expect(answer.header("x-content-type-options") == "nosniff")
                let place = name == "html" ? "inline" : "attachment"
                let file = "\(id).\(format.fileExtension)"
                #expect(answer.header("content-disposition") == "\(place); filename=\"\(file)\"")
            }
        }
    }

    @Test func withoutAFormatItIsJUnit() async throws {
        try await TestStation.run { station in
            await station.exports.add(Sample.execution(1))
            let one = try await station.client.get("/api/v1/executions/\(Sample.execution(1))/export")
            #expect(one.text.hasSuffix("as junit"))
            #expect(try await station.client.get("/api/v1/exports").unchunked() == "junit 0\n")
        }
    }

    @Test func whatIsNotThereAndWhatIsNoFormatIsAProblem() async throws {
        try await TestStation.run { station in
            let id = Sample.execution(1)
            func status(_ path: String) async throws -> Int {
                try await station.client.get("/api/v1/\(path)").problem().status
            }
            let absent = try await status("executions/\(id)/export")
            #expect(absent == 404)
            for path in [
                "executions/\(id)/export?format=pdf", "exports?format=pdf", "exports?verdict=GOOD", "exports?from=x",
                "exports?cursor=1",
            ] {
                let refused = try await status(path)
                #expect(refused == 400, "\(path)")
            }
            #expect(await station.exports.filters.isEmpty)
        }
    }

    @Test func runsAreChosenByTheQuery() async throws {
        try await TestStation.run { station in
            let query = "bib=client_demo&uut=u@B1&verdict=FAIL&from=2026-09-01T14:00:00%2B02:00&to=2026-09-01T12:30:00Z"
            let answer = try await station.client.get("/api/v1/exports?format=csv&\(query)")
            #expect(answer.status == 200)
            #expect(
                await station.exports.filters == [
                    ExecutionFilter(
                        bib: "client_demo", uut: "u@B1", verdict: .fail, from: Sample.time,
                        to: Sample.time.advanced(by: .seconds(1_800)))
                ])
        }
    }

    @Test func aLongFileComesPieceByPieceAndWhole() async throws {
        try await TestStation.run { station in
            await station.exports.write(pieces: 20_000)
            let answer = try await station.client.get("/api/v1/exports?format=jsonl")
            let lines = try answer.unchunked().split(separator: "\n")
            #expect(lines.count == 20_000 && lines.last == "jsonl 19999")
            #expect(answer.header("content-length") == nil)
        }
    }

    /// A file that breaks off must not look like one that is whole: the chunked answer never gets its end.
    @Test func whereTheStoreFailsOnTheWayTheAnswerBreaksOff() async throws {
        try await TestStation.run { station in
            await station.exports.write(pieces: 5, failsBehind: 3)
            let answer = try await station.client.get("/api/v1/exports?format=jsonl")
            #expect(answer.text.contains("jsonl 2") && !answer.text.contains("jsonl 3"))
            #expect(throws: NotWhole.self) { try answer.unchunked() }
            await station.exports.write(pieces: 1)
            #expect(try await station.client.get("/api/v1/exports").status == 200)
        }
    }

    @Test func aReportHasAStricterPolicyThanThePage() async throws {
        try await TestStation.run { station in
            let report = try await station.client.get("/api/v1/exports?format=html")
            let policy = try #require(report.header("content-security-policy"))
            #expect(policy.hasPrefix("default-src 'none'; style-src 'unsafe-inline'") && !policy.contains("script-src"))
            let other = try await station.client.get("/api/v1/exports?format=csv")
            #expect(other.header("content-security-policy")?.hasPrefix("default-src 'self'") == true)
        }
    }
}

/// A chunked answer broke off.
private struct NotWhole: Error {}

extension RawResponse {
    /// The text of a chunked body (RFC 9112, 7.1), which has to be whole.
    fileprivate func unchunked() throws -> String {
        var (rest, text) = (body[...], [UInt8]())
        while true {
            guard let end = rest.firstRange(of: Array("\r\n".utf8)),
                let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16)
            else { throw NotWhole() }
            if size == 0 { return String(decoding: text, as: UTF8.self) }
            guard rest.endIndex - end.upperBound >= size + 2 else { throw NotWhole() }
            text += rest[end.upperBound..<(end.upperBound + size)]
            rest = rest[(end.upperBound + size + 2)...]
        }
    }
}
