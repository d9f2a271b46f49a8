import RigModel
import Testing

@testable import Dashboard

@Suite struct ReplayRingTests {
    private func ring(_ count: Int, limit: Int = 100, bytes: Int = 1 << 20, size: Int = 0) -> ReplayRing {
        var ring = ReplayRing(countLimit: limit, byteLimit: bytes)
        let text = String(repeating: "x", count: size)
        let line = Sample.line(Sample.request(), text)
        for event in Sample.numbered(Array(repeating: .logLine(line), count: count)) {
            ring.append(StoredEvent(event, before: BenchView()))
        }
        return ring
    }
    private func sequences(_ ring: ReplayRing, after: UInt64, upTo last: UInt64) -> [UInt64]? {
        ring.events(after: after, upTo: last)?.map(\.numbered.sequence)
    }

    @Test func givesWhatIsStrictlyBehind() {
        let ring = ring(5)
        #expect(sequences(ring, after: 0, upTo: 5) == [1, 2, 3, 4, 5])
        #expect(sequences(ring, after: 3, upTo: 5) == [4, 5])
        #expect(sequences(ring, after: 5, upTo: 5) == [])
    }

    @Test func saysWhenSomethingIsGivenUp() {
        let ring = ring(5_000, limit: 100)
        #expect(ring.count == 100)
        #expect(sequences(ring, after: 4_899, upTo: 5_000) == nil)
        #expect(sequences(ring, after: 4_900, upTo: 5_000) == Array(4_901...5_000))
    }

    @Test func anEmptyRingHasOnlyWhatNeedsNothing() {
        let ring = ring(0)
        #expect(sequences(ring, after: 0, upTo: 0) == [])
        #expect(sequences(ring, after: 3, upTo: 9) == nil)
    }

    @Test func isBoundedByBytesAndKeepsTheNewest() {
        #expect(ring(100, bytes: 20_000, size: 1_000).count == 20_000 / 1_512)
        #expect(ring(3, bytes: 10, size: 1_000).count == 1)
    }
}
