import APIClient
import Foundation
import RigModel
import Support
import Testing

/// What cannot be written to standard output is not lost in silence.
@Suite(.timeLimit(.minutes(3))) struct StandardOutputTests {
    private static let full = "portpool: cannot write standard output: No space left on device\n"

    private func shell(_ script: String) async throws -> BuiltProgram.Outcome {
        try await BuiltProgram(path: "/bin/sh").run(
            ["-c", script], environment: ["PORTPOOL": try BuiltProgram("portpool").path])
    }

    @Test(arguments: ["help plan", "--help", "help run", "run --help", "--version", "validate --schema"])
    func aFullDiskIsToldAndNoSuccess(command: String) async throws {
        let outcome = try await shell("exec $PORTPOOL \(command) >/dev/full")
        #expect(outcome.status == 2)
        #expect(outcome.errors == Self.full)
    }

    @Test func aReaderThatWantsNoMoreIsNoTrouble() async throws {
        let outcome = try await shell("$PORTPOOL validate --schema | head -n 1")
        #expect(outcome.status == 0 && outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.errors.isEmpty)
    }

    /// A pipe that another program has made non-blocking is full for a moment only.
    @Test func aPipeThatIsFullForAMomentLosesNothing() async throws {
        // A page is all that the pipe takes (F_SETPIPE_SZ), and the schema is many.
        let script = """
            import fcntl, os, subprocess, sys
            end, begin = os.pipe()
            fcntl.fcntl(begin, 1031, 4096)
            os.set_blocking(begin, False)
            child = subprocess.Popen([os.environ["PORTPOOL"], "validate", "--schema"], stdout=begin)
            os.close(begin)
            while piece := os.read(end, 512):
                sys.stdout.buffer.write(piece)
            sys.exit(child.wait())
            """
        let piped = try await BuiltProgram(path: "/usr/bin/env").run(
            ["python3", "-c", script], environment: ["PORTPOOL": try BuiltProgram("portpool").path])
        let whole = try await BuiltProgram("portpool").run(["validate", "--schema"])
        #expect(whole.output.utf8.count > 8_192)
        #expect(piped.status == 0 && piped.output == whole.output, "\(piped.errors)")
    }

    @Test func aServiceThatIsAskedIsNoOtherCase() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let address = "--address unix:\(rig.socket)"
            let listed = try await shell("exec $PORTPOOL ports \(address) >/dev/full")
            #expect(listed.status == 2 && listed.errors == Self.full)
            // The units are run to their end all the same.
            let run = try await shell("exec $PORTPOOL run sensor_node \(address) >/dev/full")
            #expect(run.status == 2 && run.errors == Self.full)
            #expect(try await rig.client.executions().recent.map(\.verdict) == [.pass, .pass])
            for place in [address, "--state \(rig.state)"] {
                let exported = try await shell("exec $PORTPOOL export --format jsonl \(place) >/dev/full")
                #expect(exported.status == 2 && exported.errors == Self.full)
            }
        }
    }
}
