import RigModel
import Testing

@testable import Dashboard

@Suite struct ProcessMeterTests {
    @Test func readsPastANameWithBlanksAndParentheses() throws {
        let text =
            "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 250 150 13 14 15 16 17 18 19 20 512 22 23 24 25 26 27 28 29 30 31\n"
        let usage = try ProcessMeter.parse(text, ticksPerSecond: 100, pageSize: 4_096)
        #expect(usage.processorTime == .seconds(4))
        #expect(usage.residentBytes == 512 * 4_096)
    }

    @Test(arguments: ["", "42", "42 (x) S 1 2 3", "42 (x) S a b c d e f g h i j k l m n o p q r s t u v w"])
    func refusesWhatTheKernelDoesNotWrite(text: String) {
        #expect(throws: ProcessMeter.UnreadableStat.self) {
            try ProcessMeter.parse(text, ticksPerSecond: 100, pageSize: 4_096)
        }
    }

    @Test func thisProcessUsesMemory() throws {
        #expect(try ProcessMeter().usage().residentBytes > 1 << 20)
    }

    @Test func figuresAreAbsentWhereNothingWasJudged() async throws {
        let reader = MetricsReader(archive: FakeArchive(), station: Sample.facts, clocks: Sample.clocks)
        let metrics = try await reader.read(.standard)
        #expect(metrics.successRate == nil)
        #expect(metrics.averageExecutionMs == nil)
        #expect(metrics.n == 0)
        #expect(metrics.window == "1h")
    }

    @Test func figuresArePerHourOfTheWindow() async throws {
        let archive = FakeArchive()
        for number in 1...4 { await archive.add(Sample.result(Sample.request(number), number == 1 ? .fail : .pass)) }
        await archive.add(Sample.result(Sample.request(5), .error))
        let reader = MetricsReader(archive: archive, station: Sample.facts, clocks: Sample.clocks)
        let metrics = try await reader.read(try #require(MetricsWindow("30m")))
        #expect(metrics.successRate == 0.75)
        #expect(metrics.n == 4)
        #expect(metrics.executionsPerHour == 10)
        #expect(metrics.errorsPerHour == 2)
        #expect(metrics.averageExecutionMs == 4_000)
    }
}
