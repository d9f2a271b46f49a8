import RigModel
import Testing

@testable import PortPool

/// One random sequence of everything that can happen to a pool, held against the model after every event.
struct PoolTrial {
    let seed: UInt64
    var random: SeededRandom
    var pool: PoolState
    var model = PoolModel()
    /// What a dashboard knows from the events alone.
    var view: [PortID: PortSnapshot] = [:]
    var asked = 0
    /// Quarantines that a store has, from the events alone.
    var quarantines: [PortID: QuarantineRecord] = [:]
    /// Leases that came to an end, by what the pool said of them.
    var endings: [LeaseID: Int] = [:]
    var granted: [LeaseID] = []
    var history: [String] = []
    /// Nothing goes wrong any more.
    var isQuiet = false

    static let start = ContinuousClock.now
    static let ports = ["X", "Y"].flatMap { board in
        [Channel.a, .b, .c].map { PortID(board: BoardID(board), channel: $0) }
    }
    static let resources = ["dmm", "psu"]

    init(seed: UInt64) {
        self.seed = seed
        random = SeededRandom(seed: seed)
        pool = Self.made()
    }

    static func made() -> PoolState {
        PoolState(
            limits: LeaseLimits(
                term: .seconds(40), longest: .seconds(PoolModel.longest), heartbeat: .seconds(PoolModel.heartbeat),
                patience: .seconds(30), reappear: .seconds(PoolModel.reappear),
                obedience: .seconds(PoolModel.obedience)),
            policy: QuarantinePolicy(
                flaps: PoolModel.flaps, window: .seconds(PoolModel.window), failures: PoolModel.failures,
                firstCheck: .seconds(3), longestCheck: .seconds(12)))
    }

    var now: PoolTime {
        PoolTime(
            monotonic: Self.start + .seconds(model.now),
            wall: Timestamp(nanoseconds: Int64(1_000_000 + model.now) * 1_000_000_000))
    }

    /// - Returns: what went wrong; nil where nothing did.
    mutating func run(steps: Int) -> String? {
        do throws(Fault) {
            for _ in 0..<steps { try step() }
            try quieten()
            return nil
        } catch {
            return "seed \(seed), after \(history.count) events: \(error.what)\n"
                + history.suffix(12).joined(separator: "\n")
        }
    }

    struct Fault: Error { let what: String }

    /// Nothing more is asked, all boards are plugged in, holders do what they must and time goes on: then nothing is left
    /// that is not free, and every request has come to its end.
    mutating func quieten() throws(Fault) {
        isQuiet = true
        for id in Self.ports {
            if model.ports[id]?.isPresent != true { try plug(id) }
            if model.ports[id]?.kept == .byHand { try readmit(id) }
        }
        // Runs that have hung are not released: their leases must end all the same. No person is heard of again.
        for (number, run) in model.held.filter(\.isRun).sorted(by: { $0.id < $1.id }).enumerated() where number > 0 {
            try happen("\(run.id) is released") { pool, now in
                pool.release(run.id, troubles: [:], now)
            } model: {
                $0.release(run.id, trouble: nil)
            }
        }
        for _ in 0..<60 { try pass(5) }
        if !model.open.isEmpty { throw Fault(what: "\(model.open.keys.sorted()) never ended") }
        if !pool.resources.isEmpty { throw Fault(what: "\(pool.resources) is stuck") }
        let stuck = pool.snapshots.filter { $0.lease != nil || $0.status == .quarantined || $0.status == .offline }
        if !stuck.isEmpty { throw Fault(what: "\(stuck.map(\.port.id)) is stuck") }
        for id in endings.keys where endings[id] != 1 { throw Fault(what: "\(id) ended \(endings[id] ?? 0) times") }
    }
}
