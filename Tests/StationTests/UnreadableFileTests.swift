import Foundation
import Station
import Support
import Testing

/// Files that cannot be read are told with the reason.
@Suite(.timeLimit(.minutes(3))) struct UnreadableFileTests {
    private func run(_ arguments: String..., prefix: [String] = []) async throws -> BuiltProgram.Outcome {
        try await BuiltProgram("portpool").run(arguments, prefix: prefix)
    }

    @Test func validateAndRejudgeSayWhyAPlanCannotBeRead() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let path = folder.path
        try FileManager.default.createDirectory(atPath: "\(path)/folder.yaml", withIntermediateDirectories: true)
        #expect(mkfifo("\(path)/pipe.yaml", 0o600) == 0)
        #expect(symlink("loop.yaml", "\(path)/loop.yaml") == 0)
        for (name, reason) in [
            ("folder.yaml", "it is a folder"),
            ("pipe.yaml", "it is a pipe, not a file; save it under its name first"),
            ("loop.yaml", "Too many levels of symbolic links"), ("none.yaml", "No such file or directory"),
            ("none.yaml/x.yaml", "No such file or directory"),
        ] {
            let expected = "\(path)/\(name):1:1: the file cannot be read: \(reason)\n"
            let checked = try await run("validate", "\(path)/\(name)")
            #expect(checked.output == expected)
            #expect(checked.status == 4)
            let judged = try await run("rejudge", "\(path)/\(name)", "--state", path)
            #expect(judged.errors == "portpool: \(expected)")
            #expect(judged.status == 4)
        }
        let device = try await run("validate", "/dev/stdin")
        #expect(device.output.contains("/dev/stdin:1:1: the file cannot be read: it is a device, not a file"))
    }

    @Test func aConfigurationThatCannotBeReadIsToldWithTheReason() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        func reason(_ path: String) -> String {
            do {
                _ = try StationConfiguration.load(file: path, state: nil)
                return ""
            } catch { return "\(error)" }
        }
        #expect(reason(folder.path) == "the configuration '\(folder.path)' is of no use: it is a folder")
        #expect(reason("\(folder.path)/no").hasSuffix("there is no such file"))
        let (loop, large) = ("\(folder.path)/loop", "\(folder.path)/large")
        #expect(symlink("loop", loop) == 0)
        #expect(reason(loop).hasSuffix("is of no use: Too many levels of symbolic links"))
        try folder.write(String(repeating: "#", count: 1 << 21), to: "large")
        #expect(reason(large).hasSuffix("it is larger than 1048576 bytes"))
        try Data([0x61, 0x0a, 0x62, 0xff]).write(to: URL(filePath: large))
        #expect(reason(large).hasPrefix("\(large):2:2: the byte 0xff is not UTF-8"))
    }

    @Test(.enabled(if: geteuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0))
    func whatMayNotBeReadIsToldAsSuch() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        #expect(chmod(folder.path, 0o755) == 0)
        let plan = try folder.write("version: 1\n", to: "secret.yaml")
        #expect(chmod(plan, 0o600) == 0)
        // The program itself may lie where only root gets: it is copied to where everybody does.
        let program = "\(folder.path)/portpool"
        try FileManager.default.copyItem(atPath: try BuiltProgram("portpool").path, toPath: program)
        func powerless(_ arguments: String...) async throws -> BuiltProgram.Outcome {
            let user = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            return try await BuiltProgram(path: program).run(arguments, prefix: user)
        }
        #expect(
            try await powerless("validate", plan).output == "\(plan):1:1: the file cannot be read: Permission denied\n")
        let configured = try await powerless("export", "--config", plan)
        #expect(configured.status == 4)
        #expect(configured.errors.contains("the configuration '\(plan)' is of no use: Permission denied"))
        let served = try await powerless("serve", "--state", "\(folder.path)/state")
        #expect(served.errors.contains("the state folder '\(folder.path)/state' is of no use: it cannot be made: "))
        #expect(served.errors.contains("Permission denied; name another with --state"))
        let imported = try await powerless(
            "import", "\(RigFolder.fixtures)/imports/bib_client_demo.xml", "--out", "\(folder.path)/bibs")
        #expect(
            imported.errors.hasSuffix(
                "portpool: '\(folder.path)/bibs/client_demo.yaml' cannot be written: Permission denied\n")
                || imported.errors.contains("bib_client_demo.xml:1:1: the file cannot be read: Permission denied"))
    }

    @Test func aPlanThatTakesForEverIsRefusedWithItsPlace() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let plan = """
            version: 1
            bib: slow
            match: { product: "slow" }
            uuts:
              - id: unit
                ports: { ctl: { channel: A } }
                test: [ { id: wait, send: "V?", expect: 'OK', timeout: 36500d } ]

            """
        let file = try folder.write(plan, to: "slow.yaml")
        let outcome = try await run("validate", file)
        #expect(outcome.status == 4)
        #expect(outcome.output.hasPrefix("\(file):7:60: 'timeout' is too long: '36500d'"))
    }
}
