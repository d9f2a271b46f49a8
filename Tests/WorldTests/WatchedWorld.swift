import Foundation
import Support
import World

/// A world in which `portwatch` follows real udev events as the rig does, and ways to look at it and to disturb it.
struct WatchedWorld: Sendable {
    let boards: ControlClient
    /// What `portwatch` writes.
    let file: String

    /// Starts a world of a bench, waits until all its ports are told, and ends it after `body`.
    ///
    /// - Parameters:
    ///   - name: unique among tests.
    ///   - bench: a path, or the name of a file in `Fixtures/benches`.
    ///   - before: shell that runs in the world ahead of `portwatch`.
    ///   - ports: how many there are at the start.
    static func with(
        _ name: String, bench: String, ports: Int, before: String = ":", _ body: (WatchedWorld) async throws -> Void
    ) async throws {
        // The patience of a test begins when there is room for it.
        try await Slots.programs.use { try await start(name, bench: bench, ports: ports, before: before, body) }
    }

    private static func start(
        _ name: String, bench: String, ports: Int, before: String, _ body: (WatchedWorld) async throws -> Void
    ) async throws {
        let probe = try WorldProbe(name)
        defer { probe.remove() }
        let file = probe.folder.appending(path: "ports").path()
        let folder = WorldFolder.find(
            probe.name, runtimeFolder: ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], user: geteuid())
        let world = WatchedWorld(boards: ControlClient(folder), file: file)
        let path = bench.contains("/") ? bench : WorldProbe.fixtures.appending(path: "benches/\(bench).yaml").path()
        let program = try BuiltProgram("portwatch").path
        let ended = Ending()
        async let ending = {
            defer { ended.finish() }
            return try await probe.simulator.run(
                [
                    "world", path, "--name", probe.name, "--quiet", "--", "/bin/sh", "-c",
                    "\(before); exec \(program) \(file)",
                ], environment: ["UUTSIM": probe.simulator.path, "FOLDER": probe.folder.path()], limit: 120, slots: nil)
        }()
        var failure: (any Error)?
        do {
            try await world.until("all ports of the bench are told", unless: ended) {
                $0.count { $0.hasPrefix("+ ") } >= ports
            }
            try await body(world)
        } catch { failure = error }
        while !ended.isFinished {
            world.signal(SIGKILL)
            await Self.pause()
        }
        let outcome = try await ending
        if let failure {
            throw NotInTime(description: "\(failure)\n\(outcome.errors)\n\(world.lines.joined(separator: "\n"))")
        }
    }

    /// All that has been told so far.
    var lines: [String] {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        // The last one may be half written.
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// What is there now by all that has been told: `FT7DEMO1-A#1 /dev/ttyUSB0`.
    var present: Set<String> {
        var ports: [Substring: String] = [:]
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 3)
            guard words.count > 2, let port = words[1].split(separator: "#").first else { continue }
            switch words[0] {
            case "+", "~": ports[port] = "\(words[1]) \(words[2])"
            case "-": ports[port] = nil
            default: continue
            }
        }
        return Set(ports.values)
    }

    /// Waits until what has been told is as it should be.
    @discardableResult func until(
        _ what: String, unless ended: Ending? = nil, _ holds: ([String]) -> Bool
    ) async throws -> [String] {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let lines = lines
            if holds(lines) { return lines }
            guard ContinuousClock.now < deadline, ended?.isFinished != true else {
                throw NotInTime(description: "\(what): it did not come to that")
            }
            await Self.pause()
        }
    }

    /// Carries out a disturbance, and waits until something has been told that ends what it was to bring about.
    ///
    /// - Returns: all that has been told since.
    @discardableResult func after(
        _ disturb: () throws -> Void, until last: @escaping ([String]) -> Bool
    ) async throws -> [String] {
        let before = lines.count
        try disturb()
        return Array(try await until("what was done is told") { last(Array($0.dropFirst(before))) }.dropFirst(before))
    }

    @discardableResult func ask(_ verb: ControlRequest.Verb, _ board: String, as tty: String? = nil) throws
        -> ControlReply
    {
        try boards.ask(ControlRequest(verb: verb, board: board, tty: tty))
    }

    /// `tell`, `hold`, `lose` or `flood`.
    func udev(_ what: String) throws { _ = try boards.ask(ControlRequest(verb: .udev, kind: what)) }

    /// Stops or continues the watching process, or ends it.
    func signal(_ signal: Int32) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let pid = pid_t(name), let bytes = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
                continue
            }
            let arguments = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            if arguments.count == 2, arguments[0].hasSuffix("/portwatch"), arguments[1] == file { kill(pid, signal) }
        }
    }

    private static func pause() async { try? await Task.sleep(for: .milliseconds(10)) }
}
