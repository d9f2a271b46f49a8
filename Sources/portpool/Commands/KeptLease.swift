import APIClient
import RigModel
import UnixSignals

/// A lease that is kept alive for as long as the command runs.
struct KeptLease: Sendable {
    private let client: APIClient

    init(_ client: APIClient) { self.client = client }

    /// Takes the lease and keeps it until a signal.
    ///
    /// - Returns: why it ended by itself; nil where a signal ended it, and it was given back.
    func take(_ order: API.TakeLease) async throws -> String? {
        // Before the order: a signal that comes right behind it still gives the lease back.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let lease = try await client.takeLease(order)
        return try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask { try await keep(lease) }
            group.addTask {
                for await _ in signals { break }
                return nil
            }
            guard let ending = try await group.next() else { return nil }
            group.cancelAll()
            if ending == nil { try await client.endLease(lease.id) }
            return ending
        }
    }

    /// Gives signs of life, three for each that is due, and tells how the lease fares.
    ///
    /// - Returns: why it has ended.
    private func keep(_ first: API.Lease) async throws -> String? {
        var lease = first
        var told: String?
        while true {
            let news = Self.news(lease)
            if news != told { Terminal.print(news) }
            told = news
            // While it waits, often, so that its owner learns soon that the ports are there.
            let pause = lease.state == .waiting ? min(1_000, lease.heartbeatMs / 3) : lease.heartbeatMs / 3
            try await Task.sleep(for: .milliseconds(pause))
            do {
                lease = try await client.keepLease(lease.id)
            } catch APIClientError.problem(let problem) {
                guard let ended = try? await client.lease(lease.id), let reason = ended.endReason else {
                    return problem.detail ?? problem.title
                }
                return reason
            } catch {
                // The service may be starting anew; the lease outlives that, and other trouble ends it in time.
                Terminal.error("\(error)")
            }
        }
    }

    private static func news(_ lease: API.Lease) -> String {
        let targets = (lease.ports.map(\.rawValue) + lease.resources.map(\.rawValue)).joined(separator: ", ")
        if let blockers = lease.waitingFor { return "waiting for \(blockers.joined(separator: ", "))" }
        return "\(targets) reserved until \(lease.deadline) at the latest; Ctrl-C gives them back"
    }
}
