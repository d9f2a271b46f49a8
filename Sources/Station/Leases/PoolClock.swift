import PortPool
import ServiceLifecycle

/// Ends waits and leases whose time is over, and has ports in quarantine checked when it is time to.
struct PoolClock: Service {
    let pool: Pool
    private static let tick: Duration = .milliseconds(250)

    func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.tick)
                    await pool.expire()
                    for port in await pool.dueChecks() { group.addTask { await pool.check(port) } }
                }
            }
        }
        await pool.close()
    }
}
