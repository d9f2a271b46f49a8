@testable import PortPool
import RigModel
import Testing

/// Random sequences of everything that can happen to a pool, held against what must always be true.
@Suite struct PoolModelTests {
    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    @Test(arguments: 1...200) func noSequenceLeavesAPortOrALeaseStuck(seed: UInt64) {
        var random = Random(state: seed)
        var state = PoolState()
        let now = ContinuousClock.now
        let boards = ["X", "Y"]
        let all = boards.flatMap { board in Channel.allCases.map { PortID(board: BoardID(board), channel: $0) } }
        var incarnations: [PortID: Int] = [:]
        var present: Set<PortID> = []
        var held: [LeaseID: LeaseGrant] = [:]
        var waiting: Set<ExecutionID> = []
        var next = 0

        func obey(_ actions: [PoolState.Action]) {
            for action in actions {
                switch action {
                case .grant(let grant):
                    #expect(waiting.remove(grant.execution) != nil, "a grant that nobody waits for, seed \(seed)")
                    for port in grant.ports {
                        #expect(present.contains(port.id), "an absent port was granted, seed \(seed)")
                        let isHeld = held.values.contains { other in
                            other.ports.contains { $0.id == port.id && $0.incarnation == port.incarnation }
                        }
                        #expect(!isHeld, "\(port.id) was granted twice, seed \(seed)")
                    }
                    held[grant.id] = grant
                case .refuse(let execution, _): waiting.remove(execution)
                case .tell, .publish, .forget: break
                }
            }
        }

        for _ in 0..<300 {
            let id = all.randomElement(using: &random) ?? all[0]
            switch Int.random(in: 0..<10, using: &random) {
            case 0, 1, 2:
                next += 1
                let ports = Array(all.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
                waiting.insert(ExecutionID("\(next)"))
                obey(
                    state.request(
                        LeaseRequest(
                            execution: ExecutionID("\(next)"), uut: "u", ports: ports,
                            priority: Int.random(in: 0...2, using: &random), term: .seconds(1)), now: now))
            case 3, 4:
                guard let lease = held.keys.sorted().randomElement(using: &random) else { continue }
                held[lease] = nil
                obey(state.release(lease, troubles: [:]))
            case 5:
                present.remove(id)
                obey(state.vanished(id))
            case 6, 7:
                if !present.contains(id) { incarnations[id, default: 0] += 1 }
                present.insert(id)
                obey(state.appeared(made(id, incarnations[id] ?? 1), matching: .unmatched))
            case 8: obey(state.withdraw(ExecutionID("\(Int.random(in: 0...max(1, next), using: &random))")))
            default:
                if Bool.random(using: &random) {
                    obey(state.quarantine(id, reason: "test"))
                } else {
                    obey(state.readmit(id))
                }
            }
            #expect(Set(state.waiting.map(\.execution)) == waiting, "seed \(seed)")
            #expect(Set(state.leasedPorts.keys) == Set(held.keys), "seed \(seed)")
        }

        // All runs end, all boards are plugged in: then nothing is held and nobody waits.
        for id in all {
            if !present.contains(id) { incarnations[id, default: 0] += 1 }
            present.insert(id)
            obey(state.appeared(made(id, incarnations[id] ?? 1), matching: .unmatched))
            obey(state.readmit(id))
        }
        while let lease = held.keys.min() {
            held[lease] = nil
            obey(state.release(lease, troubles: [:]))
        }
        #expect(waiting.isEmpty, "somebody waits for ever, seed \(seed)")
        #expect(state.snapshots.filter { $0.status != .available }.isEmpty, "a port is stuck, seed \(seed)")
    }

    private func made(_ id: PortID, _ incarnation: Int) -> DiscoveredPort {
        let parts = id.rawValue.split(separator: "-")
        return DiscoveredPort(
            id: id, board: BoardID(String(parts[0])), channel: Channel(letter: String(parts[1])) ?? .a,
            vendorID: "0403", productID: "6011", serial: String(parts[0]), product: "demo", chip: .ft4232h,
            devicePath: "/dev/ttyUSB0", usbPath: "1-1", incarnation: incarnation, degraded: nil)
    }
}
