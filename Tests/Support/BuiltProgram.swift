import Foundation

/// A program of this package, as it was built together with the tests.
public struct BuiltProgram: Sendable {
    /// What a run of a program left.
    public struct Outcome: Sendable {
        /// The exit status; 124 where it took too long and was ended.
        public let status: Int32
        public let output: String
        public let errors: String
    }
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    public let path: String

    /// Finds a program beside the test bundle.
    public init(_ name: String) throws {
        let arguments = CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let candidates = ([own] + arguments).map {
            URL(filePath: $0).deletingLastPathComponent().appending(path: name).path()
        }
        guard let path = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw Missing(description: "\(name) is not beside the tests: looked at \(candidates)")
        }
        self.path = path
    }

    public init(path: String) { self.path = path }

    /// Runs the program to its end.
    /// - Parameters:
    ///   - prefix: a program with its arguments that runs this one, `setpriv` and the like.
    ///   - environment: in place of the tests' own.
    ///   - limit: seconds after which it gets SIGTERM; 5 s more, and SIGKILL.
    ///   - slots: the room that it waits for; nil where its caller has some.
    public func run(
        _ arguments: [String], prefix: [String] = [], environment: [String: String] = [:], limit: Int = 40,
        slots: Slots? = .programs
    ) async throws -> Outcome {
        guard let slots else {
            return try await run(arguments, prefix: prefix, environment: environment, limit: limit)
        }
        return try await slots.use {
            try await run(arguments, prefix: prefix, environment: environment, limit: limit)
        }
    }

    private func run(
        _ arguments: [String], prefix: [String], environment: [String: String], limit: Int
    ) async throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = ["-k", "5", "\(limit)"] + prefix + [path] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        // Files and not pipes: nobody has to read while the program runs.
        let (out, err) = (folder.appending(path: "out"), folder.appending(path: "err"))
        process.standardOutput = try Self.file(out)
        process.standardError = try Self.file(err)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Outcome(
            status: process.terminationReason == .uncaughtSignal
                ? 128 + process.terminationStatus : process.terminationStatus,
            output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
    }

    private static func file(_ url: URL) throws -> FileHandle {
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }
}
