import Foundation
import Support
import Testing

@Suite("A world", .timeLimit(.minutes(3)))
struct WorldTests {
    @Test("passes on the command's exit status, that of a signal, and that of a command that is not there")
    func exitStatus() async throws {
        let probe = try WorldProbe("status")
        defer { probe.remove() }
        #expect(try await probe.sh("exit 7").status == 7)
        #expect(try await probe.sh("kill -9 $$").status == 137)
        let absent = try await probe.run(["no-such-program"])
        #expect(absent.status == 127)
        #expect(absent.errors.contains("cannot start no-such-program: No such file or directory"))
    }

    @Test("runs the command without capabilities, descriptors beyond three, and a way back to rights")
    func rights() async throws {
        let probe = try WorldProbe("rights")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            "grep -E '^(Cap|NoNewPrivs)' /proc/self/status; ls /proc/$$/fd; mount -t tmpfs x /mnt")
        let lines = outcome.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        for set in ["CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:"] {
            #expect(lines.contains([set, "0000000000000000"]))
        }
        #expect(lines.contains(["NoNewPrivs:", "1"]))
        #expect(lines.filter { $0.count == 1 } == [["0"], ["1"], ["2"]])
        #expect(outcome.status != 0, "mounting must not be possible")
    }

    @Test("has lo up, its own processes, and the variables that programs inside need")
    func surroundings() async throws {
        let probe = try WorldProbe("inside")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            """
            grep -q 127.0.0.1 /proc/net/fib_trie && echo lo
            [ "$(cat /proc/1/comm)" = uutsim ] && echo own
            [ -S "$UUTSIM_WORLD/control.sock" ] && echo "$SYSTEMD_DEVICE_VERIFY_SYSFS"
            [ -c /dev/null ] && [ -e /run/udev/control ] && [ -w /dev/shm ] && echo nodes
            """)
        #expect(outcome.output == "lo\nown\n0\nnodes\n")
    }

    @Test("carries the conversation with a board through /dev/ttyUSB0, which knows its own name")
    func conversation() async throws {
        let probe = try WorldProbe("talk")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await probe.sh(WorldProbe.ask("HELLO") + "; tty <&3", bench: bench)
        #expect(outcome.output == "WORLD\r\n/dev/ttyUSB0\n")
        #expect(outcome.status == 0)
    }

    @Test("brings a reply that is many times as long as what a pty holds whole, and tells what is lost past the bound")
    func longReply() async throws {
        let probe = try WorldProbe("long")
        defer { probe.remove() }
        let reply = [String](repeating: "\"" + String(repeating: "x", count: 98) + "\"", count: 2_400)
        let board = WorldProbe.board.replacing(
            "rules:", with: "rules:\n  - { on: '^DUMP$', reply: [ \(reply.joined(separator: ", ")) ] }")
        let bench = try probe.write(bench: WorldProbe.bench(), board: board)
        let opened = "exec 3<>/dev/ttyUSB0; stty raw -echo <&3; printf 'DUMP\\r\\n' >&3"
        let outcome = try await probe.sh(
            "\(opened); timeout 20 head -c 240000 <&3 | wc -c", bench: bench, options: ["--quiet"])
        #expect(outcome.output == "240000\n")
        #expect(outcome.errors == "")
        let flood = try await probe.sh(
            """
            $UUTSIM fault left unplug on='^HELLO$' > /dev/null 2>&1
            \(opened); for n in 2 3 4 5 6; do printf 'DUMP\\r\\n' >&3; done; printf 'HELLO\\r\\n' >&3
            \(WorldProbe.until("[ ! -e /dev/ttyUSB0 ]"))
            """, bench: bench, options: ["--quiet"])
        let lines = flood.errors.split(separator: "\n")
        #expect(lines.first == "uutsim: left-A: 1024 KiB wait to be read; what the board says on top of it is lost")
        #expect(lines.last?.hasSuffix(" bytes of what the board said were lost, as nobody read them in time") == true)
        #expect(flood.status == 0)
    }

    @Test("exits with 5 and says which assertion failed, unless the command failed itself")
    func assertions() async throws {
        let probe = try WorldProbe("assert")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await probe.sh(WorldProbe.ask("BAD"), bench: bench)
        #expect(outcome.status == 5)
        #expect(outcome.errors.contains("assertion failed: left"))
        #expect(try await probe.sh(WorldProbe.ask("BAD") + "; exit 6", bench: bench).status == 6)
    }

    @Test("hands SIGTERM to the command and takes its answer")
    func termination() async throws {
        let probe = try WorldProbe("term")
        defer { probe.remove() }
        let quiet = WorldProbe.fixtures.appending(path: "benches/quiet.yaml").path()
        let outcome = try await BuiltProgram(path: "/bin/sh").run(
            [
                "-c",
                """
                "$1" world "$2" --name "$3" -- /bin/sh -c "trap 'echo told; exit 3' TERM
                    echo ready; touch $4/up; while :; do sleep 0.05; done" & world=$!
                \(WorldProbe.until("[ -e $4/up ]"))
                kill -TERM $world; wait $world
                """, "sh", probe.simulator.path, quiet, probe.name, probe.folder.path(),
            ])
        #expect(outcome.output == "ready\ntold\n")
        #expect(outcome.status == 3)
    }

    @Test("kills a command that does not end, and says so")
    func obstinacy() async throws {
        let probe = try WorldProbe("obstinate")
        defer { probe.remove() }
        let quiet = WorldProbe.fixtures.appending(path: "benches/quiet.yaml").path()
        let outcome = try await BuiltProgram(path: "/bin/sh").run(
            [
                "-c",
                """
                "$1" world "$2" --name "$3" -- /bin/sh -c "trap '' TERM
                    touch $4/up; while :; do sleep 1; done" & world=$!
                \(WorldProbe.until("[ -e $4/up ]"))
                kill -TERM $world; wait $world
                """, "sh", probe.simulator.path, quiet, probe.name, probe.folder.path(),
            ], limit: 90)
        #expect(outcome.status == 128 + SIGKILL)
        #expect(outcome.errors.contains("uutsim: the command had not ended 30 s after it was told to, and was killed"))
    }

    @Test("leaves no folder, mount or process behind, even of children that the command forgot")
    func leftovers() async throws {
        let probe = try WorldProbe("clean")
        defer { probe.remove() }
        let marker = "\(getpid())7531"
        let outcome = try await probe.sh("sleep \(marker) & echo $UUTSIM_WORLD")
        #expect(outcome.status == 0)
        let folder = outcome.output.split(separator: "\n").first.map(String.init) ?? ""
        #expect(folder.hasSuffix(probe.name))
        #expect(!FileManager.default.fileExists(atPath: folder))
        let mounts = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
        #expect(!mounts.contains(probe.name))
        for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(process) != nil {
            let line = (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
            #expect(line != "sleep\0\(marker)\0", "process \(process) is still there")
        }
    }

    @Test("is made for an ordinary user too", .enabled(if: geteuid() == 0, "only root can become another user"))
    func ordinaryUser() async throws {
        let probe = try WorldProbe("nobody")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let copy = probe.folder.appending(path: "uutsim").path()
        try FileManager.default.copyItem(atPath: probe.simulator.path, toPath: copy)
        let outcome = try await probe.sh(
            WorldProbe.ask("HELLO") + "; cat /proc/self/uid_map; ls /dev/ttyUSB0", bench: bench,
            prefix: [
                "env", "-u", "XDG_RUNTIME_DIR", "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
            ],
            simulator: BuiltProgram(path: copy))
        #expect(outcome.errors.contains("/tmp/uutsim-65534/\(probe.name)"))
        let words = outcome.output.split { $0 == " " || $0 == "\n" || $0 == "\r\n" }
        #expect(words == ["WORLD", "0", "65534", "1", "/dev/ttyUSB0"])
        #expect(outcome.status == 0)
    }

    @Test("needs no user namespace where root may do without")
    func withoutUserNamespace() async throws {
        let probe = try WorldProbe("rooted")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            "ls /dev/ttyUSB* | wc -l; grep CapEff /proc/self/status",
            prefix: WorldProbe.noUserNamespaces + ["exec \"$@\""])
        #expect(outcome.output == "12\nCapEff:\t0000000000000000\n")
        #expect(outcome.status == 0)
    }

    @Test("says which step failed, why, and what to do, where namespaces are forbidden and nothing else will do")
    func forbidden() async throws {
        let probe = try WorldProbe("forbidden")
        defer { probe.remove() }
        let outcome = try await probe.sh("echo ran", options: ["--no-fallback"], prefix: WorldProbe.forbidden)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("uutsim: no world: making namespaces failed: Operation not permitted; "))
        #expect(outcome.errors.contains("--privileged"))
    }

    @Test("refuses a bench with mistakes with file, line and column, and exit code 4")
    func badBench() async throws {
        let probe = try WorldProbe("bad")
        defer { probe.remove() }
        let bench = try probe.write(
            bench: WorldProbe.bench().replacing("seed: 1", with: "sed: 1"), board: WorldProbe.board)
        let outcome = try await probe.sh("true", bench: bench)
        #expect(outcome.status == 4)
        #expect(outcome.errors.hasPrefix("\(bench):3:1: "))
        let absent = try await probe.sh("true", bench: "no-such-bench")
        #expect(absent.status == 4)
        #expect(absent.errors.contains("no bench no-such-bench"))
    }
}
