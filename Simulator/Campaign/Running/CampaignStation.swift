public import APIClient
internal import Foundation
internal import Glibc
internal import RigModel
public import World

/// The service, as it is, in a world of its own: started, asked through its API, and ended.
public struct CampaignStation: Sendable {
    /// What is started.
    public struct Setup: Sendable {
        /// `uutsim` and `portpool`.
        public var simulator: String
        public var service: String
        /// A bench file.
        public var bench: String
        /// A folder of plans.
        public var plans: String

        public init(simulator: String, service: String, bench: String, plans: String) {
            self.simulator = simulator
            self.service = service
            self.bench = bench
            self.plans = plans
        }
    }
    /// For a service to be ready; for one that was told to end.
    private static let (startTime, endTime) = (Duration.seconds(40), Duration.seconds(40))
    /// A service that is well says so sooner.
    private static let silence = Duration.seconds(10)

    public let client: APIClient
    public let boards: ControlClient
    /// The service's state.
    public let state: String
    /// The program.
    private let service: String
    private let folder: String
    private let process: Process
    /// Nobody is in it any more when the process has ended.
    private let running: DispatchGroup
    /// The world ends when this does, were it because we are killed.
    private let leash: FileHandle

    /// Starts a station, waits until it is ready, and ends it after `body`.
    ///
    /// - Parameter folder: a short path, made if it is not there: sockets are in it.
    public static func with<Result>(
        _ setup: Setup, in folder: String, _ body: (CampaignStation) async throws -> Result
    ) async throws -> Result {
        let station = try start(setup, in: folder)
        do {
            try await station.ready()
            let result = try await body(station)
            await station.end()
            return result
        } catch {
            await station.end()
            throw error
        }
    }

    private static func start(_ setup: Setup, in folder: String) throws(CampaignError) -> CampaignStation {
        let world = WorldFolder.find("campaign", runtimeFolder: folder, user: geteuid())
        let socket = "\(world.path)/portpool.sock"
        let state = "\(folder)/state"
        let process = Process()
        process.executableURL = URL(filePath: setup.simulator)
        process.arguments = [
            "world", setup.bench, "--name", world.name, "--quiet", "--leashed", "--no-fallback", "--", setup.service,
            "serve", "--state",
            state,
            "--plans", setup.plans, "--config", "\(folder)/rig.yaml", "--listen", "unix:\(socket)",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(["XDG_RUNTIME_DIR": folder]) { $1 }
        let running = DispatchGroup()
        process.terminationHandler = { _ in running.leave() }
        let leash: Leash
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            leash = try Leash(at: "\(folder)/leash")
            process.standardInput = leash.collar
            // Plugs are pulled again and again here, which is no sign of a bad port.
            try Data("version: 1\nquarantine: { flaps: 0, failures: 0 }\n".utf8).write(
                to: URL(filePath: "\(folder)/rig.yaml"))
            let output = URL(filePath: "\(folder)/output")
            try Data().write(to: output)
            let handle = try FileHandle(forWritingTo: output)
            process.standardOutput = handle
            process.standardError = handle
            running.enter()
            do { try process.run() } catch {
                running.leave()
                throw error
            }
        } catch let error as CampaignError {
            throw error
        } catch { throw .folder(path: folder, reason: "\(error)") }
        leash.collar.closeFile()
        return CampaignStation(
            client: APIClient(.unixSocket(path: socket)), boards: ControlClient(world), state: state,
            service: setup.service, folder: folder, process: process, running: running, leash: leash.hand)
    }

    private func ready() async throws {
        let deadline = ContinuousClock.now + Self.startTime
        while ContinuousClock.now < deadline {
            if !process.isRunning { throw CampaignError.station(reason: prematureEnd, output: output) }
            // Before somebody listens a request would cost seconds.
            if FileManager.default.fileExists(atPath: "\(boards.folder.path)/portpool.sock"),
                let status = try? await client.status(), status.status == .running
            {
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw CampaignError.station(reason: "the service was not ready within \(Self.startTime)", output: output)
    }

    /// As by SIGTERM, so that runs get their STOP; by SIGKILL where that takes too long. Waits in a cancelled task as well.
    private func end() async {
        await client.close()
        // Unlike a signal this is noticed by a world that has only just been started.
        leash.closeFile()
        let limit = DispatchTime.now() + .nanoseconds(Int(Self.endTime.nanoseconds))
        let pid = process.processIdentifier
        DispatchQueue.global().asyncAfter(deadline: limit) { [process] in
            if process.isRunning { kill(pid, SIGKILL) }
        }
        await withCheckedContinuation { continuation in
            running.notify(queue: .global()) { continuation.resume() }
        }
    }

    /// Its first process on the host.
    var worldPID: pid_t { process.processIdentifier }

    /// What the service said last where it lives no longer, or where nobody can ask it; nil where it is well.
    func epitaph() async -> String? {
        let deadline = ContinuousClock.now + Self.silence
        repeat {
            // With the service its world ends.
            if let epitaph = epitaphOfTheDead { return epitaph }
            if let status = try? await client.status(), status.status == .running { return nil }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { return nil }
        } while ContinuousClock.now < deadline
        return "the service answers nobody any more\(lastWords)"
    }

    /// Who ended before anything was served, and how. A world's exit is that of its command, unless it says why there was none.
    private var prematureEnd: String {
        let output = output
        let who = output.hasPrefix("uutsim: ") ? "the world of \(service)" : service
        let ending = process.terminationReason == .uncaughtSignal ? "by signal" : "with exit status"
        return "\(who) ended \(ending) \(process.terminationStatus) before it served anything"
            + (output.isEmpty ? ", and without a word" : "")
    }

    /// As ``epitaph()``, without a question.
    var epitaphOfTheDead: String? { process.isRunning ? nil : "the service ended\(lastWords)" }

    /// The last lines of the output, in one.
    private var lastWords: String {
        let lines = output.split(whereSeparator: \.isNewline).suffix(3)
        return lines.isEmpty ? " without a word" : ": " + lines.joined(separator: " / ")
    }

    /// Does something while the service is held back and reads nothing.
    func whileHeld<Result>(_ body: () async throws -> Result) async throws -> Result {
        let pids = servicePIDs
        guard !pids.isEmpty else {
            throw CampaignError.station(reason: "the service is not among the processes of its world", output: output)
        }
        for pid in pids { kill(pid, SIGSTOP) }
        defer { for pid in pids { kill(pid, SIGCONT) } }
        return try await body()
    }

    /// On the host: the service, and what it was started by in its world.
    private var servicePIDs: [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { pid in
            guard let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { return false }
            let arguments = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            // The world itself has the same among its arguments.
            return arguments.contains("serve") && arguments.contains(state) && arguments.dropFirst().first != "world"
        }
    }

    private var output: String {
        let text = (try? String(contentsOfFile: "\(folder)/output", encoding: .utf8)) ?? ""
        return String(text.suffix(2_000))
    }

    /// Asks the world, on a thread that may block.
    public func ask(_ request: ControlRequest) async throws -> ControlReply {
        let boards = boards
        return try await Blocking.call { try boards.ask(request) }
    }
}
