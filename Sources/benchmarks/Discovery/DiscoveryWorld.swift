internal import BoardModel
internal import FoundationEssentials
internal import Glibc
internal import PTYBoard
internal import SerialIO
internal import World

/// The process that is a world: it plugs boards in, follows them as the rig does, and prints when what was known.
struct DiscoveryWorld {
    enum Task: String {
        /// A board at a time.
        case singly
        /// All boards at once.
        case burst
    }

    /// Nanoseconds from an event until it was known: to the pool, and to a listener that does nothing else.
    struct Sample: Codable {
        let pool: UInt64
        /// nil where it missed some of it.
        let bare: UInt64?
    }

    static let argument = "--in-world"
    private static let boards = 16
    private static let ports = 4 * boards
    private static let rounds = 20

    private let folder: WorldFolder
    private let task: Task

    /// Enters a world where the arguments say so; the process outside it waits for its end, and ends.
    static func enter() -> DiscoveryWorld? {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, arguments[1] == argument, let task = Task(rawValue: arguments[2]) else {
            return nil
        }
        do {
            let folder = WorldFolder.find("benchmark-\(getpid())", runtimeFolder: nil, user: geteuid())
            try folder.claim()
            switch try WorldEntry.enter() {
            case .outside(let child):
                let status = WorldEntry.supervise(child)
                folder.remove()
                exit(status)
            case .inside:
                try WorldEntry.furnish(folder)
                return DiscoveryWorld(folder: folder, task: task)
            }
        } catch {
            complain("\(error)")
            exit(EXIT_FAILURE)
        }
    }

    /// Measures, prints, and ends the process.
    func run() async throws -> Never {
        let stamps = PlugStamps()
        let listener = try BareListener(stamps)
        let reactor = try Reactor(name: "boards")
        let host = try host(reactor) { stamps.sent($0) }
        let following = try DiscoveryFollower(stamps)
        let samples = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await following.run() }
            defer { group.cancelAll() }
            return try await task == .burst ? burst(host, stamps) : singly(host, stamps)
        }
        withExtendedLifetime(listener) {}
        print(String(decoding: try JSONEncoder().encode(samples), as: UTF8.self))
        fflush(nil)
        exit(EXIT_SUCCESS)
    }

    private func singly(_ host: WorldHost, _ stamps: PlugStamps) async throws -> [Sample] {
        let ids = await host.boardIDs
        for id in ids { try await host.plug(id) }
        _ = try await stamps.all(Self.ports)
        var samples: [Sample] = []
        for _ in 0..<Self.rounds {
            for id in ids {
                try await host.unplug(id)
                try await stamps.gone(4)
                stamps.forget()
                try await host.plug(id)
                samples += try await stamps.all(4).map { times in
                    Sample(pool: times.pool - times.sent, bare: times.bare.map { $0 - times.sent })
                }
            }
        }
        return samples
    }

    private func burst(_ host: WorldHost, _ stamps: PlugStamps) async throws -> [Sample] {
        let ids = await host.boardIDs
        var samples: [Sample] = []
        for _ in 0..<Self.rounds {
            stamps.forget()
            try await host.turnEvents(to: .hold)
            for id in ids { try await host.plug(id) }
            try await host.turnEvents(to: .tell)
            let all = try await stamps.all(Self.ports)
            let last = all.map(\.sent).max() ?? 0
            // What is known before the last event is sent has taken no time after it.
            func wait(_ times: [UInt64]) -> UInt64 { max(times.max() ?? 0, last) - last }
            let heard = all.compactMap(\.bare)
            samples.append(
                Sample(pool: wait(all.map(\.pool)), bare: heard.count == Self.ports ? wait(heard) : nil))
            for id in ids { try await host.unplug(id) }
            try await stamps.gone(Self.ports)
        }
        return samples
    }

    private func host(_ reactor: Reactor, tap: @escaping @Sendable (UdevMessage) -> Void) throws -> WorldHost {
        let board = try BoardScript(
            yaml: """
                version: 1
                board: quad
                usb: { vid: "0403", pid: "6011", product: "quad" }
                channels: { A: { echo: true }, B: { echo: true }, C: { echo: true }, D: { echo: true } }
                """, file: "quad")
        let places = (1...Self.boards).map {
            "  - { id: b\($0), board: quad, serial: FTBENCH\($0), path: \"1-\($0)\" }"
        }
        let script = try BenchScript(
            yaml: "version: 1\nbench: burst\nseed: 1\nboards:\n\(places.joined(separator: "\n"))\n", file: "burst")
        let boards = try script.boards.map { place in
            (place.id, try PTYBoard(script: board, id: place.id, seed: 1, reactor: reactor))
        }
        return try WorldHost(
            bench: try Bench(script: script, boards: ["quad": board]), boards: Dictionary(uniqueKeysWithValues: boards),
            tap: tap)
    }
}
