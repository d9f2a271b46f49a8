import Foundation
import Support
import Testing
import World

/// `uutsim usbredir` as a user has it: a bench's boards in the sockets of a virtual machine.
struct RedirBench: Sendable {
    private let simulator: BuiltProgram
    private let name: String
    private let environment: [String: String]

    /// Plugs a bench of `Fixtures/vm/benches` in and runs it until `body` has ended; it has to end well.
    /// - Parameter sockets: where each board is, as ``VirtualMachine/addSocket(_:at:port:)`` has it.
    static func with(
        _ name: String, sockets: [(board: String, port: String)], of machine: VirtualMachine,
        _ body: (RedirBench) async throws -> Void
    ) async throws {
        for (board, port) in sockets {
            try await machine.addSocket(board, at: "\(machine.folder)/\(board).usb", port: port)
        }
        let bench = RedirBench(
            simulator: try BuiltProgram("uutsim"), name: name, environment: ["XDG_RUNTIME_DIR": machine.folder])
        let process = Process()
        process.executableURL = URL(filePath: bench.simulator.path)
        process.arguments = ["usbredir", "\(PluggedBoard.fixtures)/benches/\(name).yaml", "--sockets", machine.folder]
        process.environment = ProcessInfo.processInfo.environment.merging(bench.environment) { $1 }
        let (endings, ending) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { ending.yield($0.terminationStatus) }
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        try await body(bench)
        process.terminate()
        var status = endings.makeAsyncIterator()
        #expect(await status.next() == 0, "an assertion of a board is broken, or worse")
    }

    /// Asks the bench for something while it runs: `fault single unplug`.
    func ask(_ arguments: String...) async throws -> BuiltProgram.Outcome {
        try await simulator.run(arguments + ["--world", name], environment: environment, slots: nil)
    }

    /// Arms a fault, which is to be taken.
    func arm(_ board: String, _ kind: String, _ parameters: [String: String]) throws {
        try tell(ControlRequest(verb: .fault, board: board, kind: kind, parameters: parameters))
    }

    /// Gives the bench an order on its control socket.
    func tell(_ request: ControlRequest) throws {
        let folder = WorldFolder.find(name, runtimeFolder: environment["XDG_RUNTIME_DIR"], user: geteuid())
        _ = try ControlClient(folder).ask(request)
    }
}
