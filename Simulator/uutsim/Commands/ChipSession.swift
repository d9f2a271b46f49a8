import ArgumentParser
import BoardModel
import ChipBench
import Glibc
import RigModel
import SerialIO
import World

/// A bench plugged into a machine's USB, from start to signal.
struct ChipSession {
    let bench: String
    let name: String?
    let transport: FaultTransport
    /// Where the boards are plugged in; it is asked for once the bench is known to be sound.
    let sockets: () throws -> any ChipSockets

    /// Refuses what would be taken for a path, or for a folder that holds others.
    static func check(name: String?) throws {
        if let name, !BoardID.isPlainName(name) { throw ValidationError("\(WorldError.badName(name))") }
    }

    func run() async throws {
        let bench = try BenchFile.load(bench, on: transport)
        let sockets = try sockets()
        let folder = WorldFolder.find(
            name ?? bench.script.name, runtimeFolder: Environment["XDG_RUNTIME_DIR"], user: geteuid())
        try folder.claim()
        defer { folder.remove() }
        let signals = PTYStopSignals()
        let reactor = try Reactor(name: "uutsim")
        let host = try ChipBench(bench, sockets: sockets, reactor: reactor, report: Report.line)
        let desk = ChipDesk(bench: bench, host: host)
        let control = try ControlServer(path: folder.controlSocket, reactor: reactor) { await desk.answer($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer {
                group.cancelAll()
                // No wait on the reactor ends by cancellation; shutting it down ends them all.
                reactor.shutdown()
            }
            group.addTask {
                try await host.run {
                    let count = host.boards.count
                    Report.line("\(folder.name): \(count) board\(count == 1 ? "" : "s") plugged in; \(folder.path)")
                }
            }
            group.addTask { try await control.run() }
            group.addTask { [arrivals = signals.arrivals] in for await _ in arrivals { return } }
            try await group.next()
        }
        withExtendedLifetime(signals) {}
        let failures = await host.assertionFailures()
        for failure in failures { Report.line("assertion failed: \(failure)") }
        if !failures.isEmpty { throw ExitCode(5) }
    }
}
