import Dashboard
import Execution
import History
import PortDiscovery
import RigModel
import RunLogs
import ServiceLifecycle
import SerialIO

// The long-running parts of a station as services. They are shut down from the last to the first: runs end with their
// STOP while ports are still followed, the page tells of it, and the journal commits what all of them said.

/// Numbers, commits and hands out events, and makes good what the disk has refused of the logs. Ends after everything that
/// was handed in is committed, shut down or cancelled.
struct JournalService: Service {
    let journal: EventJournal
    let logs: RunLogs

    func run() async {
        await withTaskGroup { upkeep in
            upkeep.addTask { await logs.keepUp() }
            await withTaskGroup { group in
                group.addTask { await journal.run() }
                group.addTask {
                    try? await gracefulShutdown()
                    await journal.close()
                }
            }
            upkeep.cancelAll()
        }
        await logs.finish()
    }
}

/// Follows what is plugged in, and reports what is wrong with whoever tells of it for as long as it is so.
struct PortFollowing: Service {
    let source: any DeviceSource
    let boards: StationBoards
    let health: HealthBoard

    func run() async throws { try await follow(source) }

    private func follow(_ source: some DeviceSource) async throws {
        let watcher = PortWatcher(FirstEnumeration(source) { await boards.beginWatching() })
        let (health, standing) = (health, source.warnings)
        let result: Result<Void, StationError> = await cancelWhenGracefulShutdown {
            do throws(DiscoveryError) {
                try await watcher.run(onTroubles: { health.report(standing + $0, from: "devices") }) {
                    await boards.apply($0)
                }
                return .success(())
            } catch {
                return .failure(.discovery("\(error)"))
            }
        }
        try result.get()
    }
}

/// Carries out runs. Shut down or cancelled, every run still sends its STOP before this ends.
struct RunService: Service {
    let engine: RunEngine
    let health: HealthBoard
    let journal: EventJournal

    func run() async {
        await withTaskGroup { group in
            group.addTask { await engine.run() }
            group.addTask {
                do { try await gracefulShutdown() } catch { return }  // the runs ended by themselves
                health.stopping()
                await engine.stopAll(.shutdown)
            }
            await group.next()
            group.cancelAll()
        }
        await journal.drained()
    }
}

/// Tells where the page is served, once it is.
struct Announcement: Service {
    let dashboard: DashboardServer
    let tell: @Sendable ([String]) -> Void

    func run() async {
        // An address that cannot be had is the dashboard's to report.
        if let addresses = try? await dashboard.waitUntilListening() { tell(addresses) }
        try? await gracefulShutdown()
    }
}
