import APIClient
import Foundation
import RigModel
import Support
import World

/// A service on simulated boards: `portpool serve` in a world of its own, and ways to look at it and to disturb it.
struct StationRig: Sendable {
    /// What is started, and where.
    struct Setup: Sendable {
        /// In `Fixtures/benches`.
        var bench = "fast"
        /// A folder of plans; nil for the repository's.
        var plans: String?
        /// Shell that runs the service: `$SERVE` stands for it, with its arguments.
        var script = "exec $SERVE"
        /// What the simulator is run by; nothing where that is empty.
        var prefix: [String] = []
        /// Seconds after which the world is ended.
        var limit = 55

        /// A prefix with which nobody may make namespaces, and root has no rights.
        static let withoutNamespaces = [
            "unshare", "-Ur", "sh", "-c", "echo 0 > /proc/sys/user/max_user_namespaces; eval \"$0\"",
            "exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs \"$@\"",
        ]
    }

    let folder: RigFolder
    let client: APIClient
    let service: ServiceProcess
    let boards: ControlClient
    private let world: WorldFolder
    let simulator: BuiltProgram
    private let setup: Setup

    var state: String { "\(folder.path)/state" }
    var socket: String { Self.socket(in: world) }
    private static func socket(in world: WorldFolder) -> String { "\(world.path)/portpool.sock" }

    private init(_ setup: Setup, in folder: RigFolder) throws {
        self.setup = setup
        self.folder = folder
        simulator = try BuiltProgram("uutsim")
        world = WorldFolder.find("rig", runtimeFolder: folder.path, user: geteuid())
        client = APIClient(.unixSocket(path: Self.socket(in: world)))
        service = ServiceProcess(program: try BuiltProgram("portpool").path, state: "\(folder.path)/state")
        boards = ControlClient(world)
    }

    /// Starts a service, waits until it answers, and ends it after `body`, by SIGTERM unless `body` has ended it.
    ///
    /// - Parameter prepare: furnishes the folder before anything runs.
    /// - Returns: the exit status of the world, which is the service's, or 5 where a board has found fault with the rig;
    ///   and what was printed.
    @discardableResult static func with(
        _ setup: Setup = Setup(), prepare: (RigFolder, inout Setup) throws -> Void = { _, _ in },
        _ body: (StationRig) async throws -> Void
    ) async throws -> BuiltProgram.Outcome {
        try await Slots.stations.use { try await start(setup, prepare: prepare, body) }
    }

    private static func start(
        _ setup: Setup, prepare: (RigFolder, inout Setup) throws -> Void, _ body: (StationRig) async throws -> Void
    ) async throws -> BuiltProgram.Outcome {
        let folder = try RigFolder()
        defer { folder.remove() }
        var setup = setup
        try prepare(folder, &setup)
        let rig = try StationRig(setup, in: folder)
        async let ending = rig.runWorld()
        var failure: (any Error)?
        do {
            try await rig.ready()
            try await body(rig)
        } catch { failure = error }
        await rig.end()
        let outcome = try await ending
        await rig.client.close()
        guard let failure else { return outcome }
        throw StationFailure(
            cause: "\(failure)", status: outcome.status, errors: outcome.errors,
            log: folder.text(of: "state/logs/service.log"))
    }

    private func runWorld() async throws -> BuiltProgram.Outcome {
        let serve = [
            service.program, "serve", "--state", state, "--plans", setup.plans ?? "\(RigFolder.fixtures)/bibs",
            "--listen", "unix:\(socket)",
        ].joined(separator: " ")
        return try await simulator.run(
            ["world", "\(RigFolder.fixtures)/benches/\(setup.bench).yaml", "--name", world.name, "--quiet"]
                + ["--", "/bin/sh", "-c", setup.script],
            prefix: setup.prefix, environment: ["XDG_RUNTIME_DIR": folder.path, "SERVE": serve, "FOLDER": folder.path],
            limit: setup.limit,
            slots: nil)
    }

    /// Waits until the service says that it takes runs.
    func ready() async throws {
        var answer = "nothing"
        do {
            _ = try await eventually("the service is ready") { () -> Bool? in
                guard UnixSocket.isAnswered(at: socket) else { return nil }
                do {
                    let reply = try await PlainHTTP(socket: socket).send("GET", "/readyz")
                    answer = "\(reply.status) \(reply.body)"
                    return reply.status == 200 ? true : nil
                } catch {
                    answer = "\(error)"
                    return nil
                }
            }
        } catch { throw NotInTime(description: "\(error); it answered \(answer)") }
    }

    /// Ends the service by SIGTERM, and waits for the one that the script starts then.
    func restart() async throws {
        let epoch = try await client.status().epoch
        service.signal(SIGTERM)
        try await back(after: epoch)
    }

    /// Waits for a service of another epoch.
    func back(after epoch: String) async throws {
        _ = try await eventually("the service is back") { () -> Bool? in
            guard UnixSocket.isAnswered(at: socket) else { return nil }
            let status = try? await client.status()
            return status.map { $0.epoch != epoch } == true ? true : nil
        }
        try await ready()
    }

    /// Tells whatever serves to end, whether or not the test's own task goes on.
    private func end() async {
        let service = service
        await Task {
            // Once to each process: where the script starts another, that one is told too.
            var told: pid_t?
            let deadline = ContinuousClock.now + .seconds(15)
            while let pid = service.pid {
                if ContinuousClock.now > deadline {
                    kill(pid, SIGKILL)
                } else if pid != told {
                    kill(pid, SIGTERM)
                    told = pid
                }
                try? await Task.sleep(for: .milliseconds(20))
            }
        }.value
    }
}

/// A test that could not go on, with what the service had to say.
struct StationFailure: Error, CustomStringConvertible {
    let cause: String
    let status: Int32
    let errors: String
    let log: String

    var description: String {
        "\(cause)\nexit status \(status)\n--- standard error\n\(errors)\n--- service.log\n\(log.suffix(4_000))"
    }
}
