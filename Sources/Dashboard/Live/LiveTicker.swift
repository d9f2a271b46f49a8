internal import Logging
internal import RigModel

/// What the event streams do by the clock: heartbeats, figures, batches of log lines, and an end to dead clients.
struct LiveTicker: Sendable {
    let hub: EventHub
    let metrics: MetricsReader
    let clock: any Clock<Duration>
    let logger: Logger

    /// Runs until it is cancelled.
    func run() async {
        let limits = hub.limits
        await withDiscardingTaskGroup { group in
            group.addTask {
                await every(limits.heartbeat) {
                    await hub.heartbeat()
                    await hub.disconnectStalled(for: limits.stall)
                }
            }
            group.addTask { await every(limits.metrics) { await publishMetrics() } }
            group.addTask {
                for await _ in hub.linesHeld {
                    guard (try? await clock.sleep(for: limits.lineDelay)) != nil else { return }
                    await hub.sendHeldLines()
                }
            }
        }
    }

    private func every(_ interval: Duration, _ action: () async -> Void) async {
        // Sleeping throws only when it is cancelled, which is the end.
        while (try? await clock.sleep(for: interval)) != nil { await action() }
    }

    private func publishMetrics() async {
        guard await hub.clientCount > 0 else { return }
        do {
            await hub.publish(try await metrics.read(.standard))
        } catch {
            logger.warning("the figures cannot be read from the store", metadata: ["error": "\(error)"])
        }
    }
}
