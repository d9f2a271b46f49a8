import Foundation
import Support

/// A folder of one test's own, and the simulator that it runs.
struct CampaignFolder {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures")
        .standardized.path()
    /// Programs that know nothing of the rig.
    static let clients = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../ForeignClients")
        .standardized.path()

    let path: String
    private let simulator: BuiltProgram

    init() throws {
        var template = Array("/tmp/campaign-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        simulator = try BuiltProgram("uutsim")
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    func fixture(_ name: String) throws -> String {
        try String(contentsOfFile: "\(Self.fixtures)/\(name)", encoding: .utf8)
    }

    func write(_ text: String, to file: String) throws {
        let url = URL(filePath: "\(path)/\(file)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func campaign(_ arguments: [String]) async throws -> BuiltProgram.Outcome {
        try await Slots.stations.use {
            try await simulator.run(["campaign"] + arguments, limit: 150, slots: nil)
        }
    }

    func uutsim(_ arguments: [String]) async throws -> BuiltProgram.Outcome { try await simulator.run(arguments) }
}
