internal import Glibc
internal import PortDiscovery
internal import PortPool
internal import RigModel
internal import SerialIO

/// The way of an event as in a station: udev, registry, bench map, pool.
actor DiscoveryFollower {
    private let stamps: PlugStamps
    private let watcher: PortWatcher<UdevSource>
    private let pool: Pool
    private var map: BenchMap

    init(_ stamps: PlugStamps) throws {
        self.stamps = stamps
        let reactor = try Reactor(name: "lines")
        watcher = PortWatcher(try UdevSource(on: reactor))
        pool = Pool(
            on: reactor, spine: Unheard(),
            clocks: Clocks {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
            })
        let match = BoardMatch(product: "quad", vendorID: "0403", productIDs: ["6011"], serial: PatternText("^FT"))
        map = BenchMap(plans: [
            Plan(
                bib: "quad", description: "", boards: .many, match: match, safeState: [], uuts: [BenchPlan.run],
                hash: "none")
        ])
    }

    func run() async throws { try await watcher.run { await self.apply($0) } }

    private func apply(_ changes: [PortChange]) async {
        _ = map.apply(changes)
        for change in changes {
            switch change {
            case .appeared(let port), .changed(let port):
                await pool.appeared(port, matching: map.matching(of: port.board) ?? .unmatched)
                stamps.pooled(port.devicePath)
            case .vanished(let id, _, _):
                await pool.vanished(id)
                stamps.vanished()
            case .warning(let text): complain(text)
            }
        }
    }
}

/// Nobody follows these runs.
private struct Unheard: EventSpine {
    func post(_ event: RigEvent) {}
    func post(_ event: RigEvent, whenStored: @escaping @Sendable () -> Void) { whenStored() }
}
