import FoundationEssentials
import Glibc
import Plans
import RigModel
import StrictYAML
import Testing

/// Files that steps send.
struct AttachedFileTests {
    private final class Folder {
        let path: String
        init() throws {
            path = FileManager.default.temporaryDirectory.path + "/attached-\(UUID())"
            try FileManager.default.createDirectory(atPath: path + "/plans/deep", withIntermediateDirectories: true)
        }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ count: Int, to name: String) throws {
            try Data(repeating: 7, count: count).write(to: URL(filePath: "\(path)/\(name)"))
        }
        /// The complaint about sending a file, without its place; nil where there is none.
        func complaint(_ name: String) -> String? {
            let text = Fixture.text(steps: "- { id: a, send_file: \(name), expect: '^OK$' }")
            do {
                _ = try Fixture.plan(text, file: "\(path)/plans/demo.yaml")
                return nil
            } catch {
                return (error as? YAMLProblems)?.diagnostics.first.map { $0.message }
            }
        }
    }

    @Test func filesBesideThePlanAndInFoldersThereAreSent() throws {
        let folder = try Folder()
        try folder.write(3, to: "plans/a.bin")
        try folder.write(1 << 20, to: "plans/deep/b.bin")
        let steps = "- { id: a, send_file: a.bin }\n- { id: b, send_file: deep/b.bin }\n- { id: c, send_file: a.bin }"
        let plan = try Fixture.plan(Fixture.text(steps: steps), file: "\(folder.path)/plans/demo.yaml")
        #expect(plan.uuts[0].test.steps[0].action == .sendFile(name: "a.bin", content: [7, 7, 7]))
        #expect(plan.sentFiles.map(\.name) == ["a.bin", "deep/b.bin"])
        #expect(plan.sentFiles.map(\.content.count) == [3, 1 << 20])
    }

    @Test func whatCannotBeSentIsNamedWithTheReason() throws {
        let folder = try Folder()
        try folder.write((1 << 20) + 1, to: "plans/large.bin")
        try folder.write(3, to: "secret.bin")
        for (link, target) in [("link.bin", "../secret.bin"), ("out", ".."), ("loop.bin", "loop.bin")] {
            symlink(target, "\(folder.path)/plans/\(link)")
        }
        mkfifo("\(folder.path)/plans/pipe.bin", 0o600)
        #expect(folder.complaint("large.bin") == "the file 'large.bin' is too large")
        for name in ["link.bin", "out/secret.bin", "../secret.bin", "\(folder.path)/secret.bin"] {
            #expect(folder.complaint(name) == "the file '\(name)' lies outside the plan's folder")
        }
        #expect(folder.complaint("loop.bin")?.hasPrefix("the file 'loop.bin' cannot be read: ") == true)
        #expect(folder.complaint("pipe.bin") == "the file 'pipe.bin' is no file")
        #expect(folder.complaint("deep") == "the file 'deep' is no file")
        #expect(folder.complaint("gone.bin") == "the file 'gone.bin' is not there")
        #expect(folder.complaint("a.bin/b.bin") == "the file 'a.bin/b.bin' is not there")
    }

    @Test func manyFilesTogetherAreBounded() throws {
        let folder = try Folder()
        for number in 0..<17 { try folder.write(1 << 20, to: "plans/\(number).bin") }
        let steps = (0..<17).map { "- { id: a\($0), send_file: \($0).bin }" }.joined(separator: "\n")
        let error = #expect(throws: YAMLProblems.self) {
            try Fixture.plan(Fixture.text(steps: steps), file: "\(folder.path)/plans/demo.yaml")
        }
        #expect(
            error?.diagnostics.map(\.message) == ["the file '16.bin' makes the files of the plan too large"])
    }

    @Test func anotherContentIsAnotherPlan() throws {
        let folder = try Folder()
        let loader = PlanLoader { bytes in "\(bytes.reduce(into: UInt64(5381)) { $0 = $0 &* 33 &+ UInt64($1) })" }
        let text = Array(Fixture.text(steps: "- { id: a, send_file: a.bin }").utf8)
        let hashes = try [1, 2, 2].map { count in
            try folder.write(count, to: "plans/a.bin")
            return try loader.load(text, file: "\(folder.path)/plans/demo.yaml").hash
        }
        #expect(hashes[0] != hashes[1])
        #expect(hashes[1] == hashes[2])
    }
}
