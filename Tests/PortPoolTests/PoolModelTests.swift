import RigModel
import Testing

@testable import PortPool

/// Thousands of random sequences of plug, unplug, re-plug, crash, kill, abort, revocation, expiry, heartbeats, quarantine
/// and contention for resources against a model of the pool.
@Suite struct PoolModelTests {
    private static let sequences = 250

    @Test(arguments: 0..<8) func noSequenceLeavesAPortOrALeaseStuck(batch: Int) {
        for number in 0..<Self.sequences { run(seed: UInt64(batch * Self.sequences + number)) }
    }

    /// Others each time; a failure prints the seed.
    @Test func noNewSequenceDoesEither() {
        let first = UInt64.random(in: 1_000_000...UInt64.max / 2)
        for number in 0..<50 { run(seed: first + UInt64(number)) }
    }

    private func run(seed: UInt64) {
        var trial = PoolTrial(seed: seed)
        if let fault = trial.run(steps: 80) { Issue.record("\(fault)") }
    }
}
