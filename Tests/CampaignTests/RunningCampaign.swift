import Foundation
import Support

/// A campaign under way, to be interrupted.
struct RunningCampaign: Sendable {
    struct TooLate: Error, CustomStringConvertible { let description: String }

    private let folder: CampaignFolder
    private let process: Process
    private let running = DispatchGroup()

    /// Of more runs than there are in the time that anybody waits here.
    init() throws {
        folder = try CampaignFolder()
        process = Process()
        process.executableURL = URL(filePath: try BuiltProgram("uutsim").path)
        process.arguments = [
            "campaign", "\(CampaignFolder.fixtures)/bibs/sensor_node.yaml", "--bench",
            "\(CampaignFolder.fixtures)/benches/fast.yaml", "--kind", "stale_answer", "--kind", "replace", "--kind",
            "unplug", "--whole", "--seed", "5", "--worlds", "1", "--junit", "\(folder.path)/junit.xml",
        ]
        process.standardInput = FileHandle.nullDevice
        for name in ["output", "errors"] { try folder.write("", to: name) }
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "\(folder.path)/output"))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: "\(folder.path)/errors"))
        running.enter()
        process.terminationHandler = { [running] _ in running.leave() }
        do { try process.run() } catch {
            running.leave()
            throw error
        }
    }

    var output: String { text("output") }
    var errors: String { text("errors") }
    var junit: String { text("junit.xml") }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end; 128 + n where signal n made it.
    func status() async -> Int32 {
        await withCheckedContinuation { continuation in
            running.notify(queue: .global()) { continuation.resume() }
        }
        return process.terminationReason == .uncaughtSignal
            ? 128 + process.terminationStatus : process.terminationStatus
    }

    /// Its progress is told at every tenth of its runs.
    func waitForARow() async throws {
        try await eventually("a tenth of the campaign's runs is judged", within: .seconds(120)) {
            guard process.isRunning else { throw TooLate(description: errors) }
            return errors.contains(#/uutsim: \d+ of \d+ runs/#)
        }
    }

    /// Where its stations are: its world has that among its arguments.
    var workFolder: String? {
        let arguments = Self.processes { parent, _ in parent == process.processIdentifier }.first?.arguments ?? []
        guard let bench = arguments.first(where: { $0.hasSuffix("/bench/benches/campaign.yaml") }) else { return nil }
        return String(bench.dropLast("/bench/benches/campaign.yaml".count))
    }

    /// The numbers of all processes that have something in a folder among their arguments.
    static func processes(of folder: String) -> [Int32] {
        processes { _, arguments in arguments.contains { $0.contains("\(folder)/") } }.map(\.pid)
    }

    private static func processes(
        where isWanted: (Int32, [String]) -> Bool
    ) -> [(pid: Int32, arguments: [String])] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap { pid in
            guard let command = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline"),
                let status = FileManager.default.contents(atPath: "/proc/\(pid)/stat"),
                let parent = String(decoding: status, as: UTF8.self).split(separator: ")").last?.split(separator: " ")
                    .dropFirst().first.flatMap({ Int32($0) })
            else { return nil }
            let arguments = command.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return isWanted(parent, arguments) ? (pid, arguments) : nil
        }
    }

    /// Ends what a failed test has left under way.
    func remove() {
        if process.isRunning { process.terminate() }
        folder.remove()
    }

    private func text(_ name: String) -> String {
        (try? String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)) ?? ""
    }
}
