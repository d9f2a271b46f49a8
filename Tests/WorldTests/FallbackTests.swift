import Foundation
import Support
import Testing
import World

@Suite("A bench where namespaces are forbidden", .timeLimit(.minutes(3)))
struct FallbackTests {
    private func probe(_ name: String) throws -> (WorldProbe, bench: String) {
        let probe = try WorldProbe("fb-\(name)")
        return (probe, try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board))
    }

    private static let opened = "exec 3<>$UUTSIM_WORLD/dev/ttyUSB0; stty raw -echo <&3"
    private static func ask(_ line: String) -> String {
        "\(opened); printf '\(line)\\r\\n' >&3; timeout 20 head -n1 <&3"
    }

    @Test(
        "is shown by a list, which is said aloud with the step that failed and what is not real, even if it is to be quiet"
    )
    func notice() async throws {
        let (probe, bench) = try probe("notice")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            "echo $PORTPOOL_DEVICE_LIST; cat $PORTPOOL_DEVICE_LIST; \(Self.ask("HELLO"))", bench: bench,
            options: ["--quiet"], prefix: WorldProbe.forbidden)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("uutsim: no world: making namespaces failed: Operation not permitted; ") == true)
        #expect(lines.last?.hasPrefix("uutsim: falling back to a list of devices: NOT real now are /sys, udev") == true)
        #expect(lines.last?.contains("--no-fallback") == true)
        let said = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        let list = try #require(said.first)
        #expect(list.hasSuffix("/\(probe.name)/devices.jsonl"))
        let nodes = list.replacing("devices.jsonl", with: "dev")
        #expect(
            said.dropFirst().first == """
                {"address":3,"bcdDevice":"0600","devnode":"\(nodes)/ttyUSB0","interface":0,"manufacturer":"FTDI",\
                "path":"1-2.1","pid":"6001","product":"probe","serial":"FT0PROBE","vid":"0403"}
                """)
        #expect(outcome.output.hasSuffix("WORLD\r\n"))
        #expect(outcome.status == 0)
    }

    /// A container that covers parts of /proc lets nobody mount another (linux, fs/namespace.c, `mount_too_revealing`).
    @Test("is shown by a list too where namespaces may be made and not furnished, and else leaves nothing behind")
    func unfurnished() async throws {
        let (probe, bench) = try probe("mounts")
        defer { probe.remove() }
        let covered = ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs x /proc/sys && exec \"$@\"", "sh"]
        let outcome = try await probe.sh(Self.ask("HELLO"), bench: bench, prefix: covered)
        #expect(outcome.errors.hasPrefix("uutsim: no world: mounting proc on /proc failed: Operation not permitted; "))
        #expect(outcome.output == "WORLD\r\n")
        #expect(outcome.status == 0)
        let refused = try await probe.sh("echo ran", bench: bench, options: ["--no-fallback"], prefix: covered)
        #expect(refused.status == 2)
        #expect(refused.output == "")
        let folder = WorldFolder.find(
            probe.name, runtimeFolder: ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], user: geteuid())
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test("is not where namespaces are allowed")
    func allowed() async throws {
        let (probe, bench) = try probe("allowed")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            "echo \"${PORTPOOL_DEVICE_LIST-none}\"; ls /dev/ttyUSB0", bench: bench, options: ["--quiet"])
        #expect(outcome.output == "none\n/dev/ttyUSB0\n")
        #expect(outcome.errors == "")
    }

    @Test("ends with the command's status, or 5 where a board complains")
    func status() async throws {
        let (probe, bench) = try probe("status")
        defer { probe.remove() }
        #expect(try await probe.sh("exit 7", bench: bench, prefix: WorldProbe.forbidden).status == 7)
        let bad = try await probe.sh(Self.ask("BAD"), bench: bench, prefix: WorldProbe.forbidden)
        #expect(bad.status == 5)
        #expect(bad.errors.contains("assertion failed: left"))
        #expect(try await probe.run(["no-such-program"], bench: bench, prefix: WorldProbe.forbidden).status == 127)
    }

    @Test("runs the command without capabilities, in a group of its own, and leaves none of its processes behind")
    func leftovers() async throws {
        let (probe, bench) = try probe("clean")
        defer { probe.remove() }
        let marker = "\(getpid())7532"
        let outcome = try await probe.sh(
            """
            sleep \(marker) & setsid sleep \(marker) & setsid sh -c 'sleep \(marker) &' &
            grep -c 'Cap.*0000000000000000' /proc/self/status; [ "$(ps -o pgid= $$ | tr -d ' ')" = $$ ] && echo own
            echo $UUTSIM_WORLD
            """, bench: bench, prefix: WorldProbe.forbidden)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.prefix(2) == ["5", "own"])
        #expect(lines.last?.hasSuffix("/\(probe.name)") == true)
        #expect(!FileManager.default.fileExists(atPath: lines.last ?? "/"))
        for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(process) != nil {
            let line = (try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)) ?? ""
            #expect(!line.hasPrefix("sleep\0\(marker)"), "process \(process) is still there")
        }
    }

    /// Shell: waits until a process has let go of all that it had; nobody may be there to reap it.
    private static func ended(_ process: String) -> String {
        WorldProbe.until("[ -z \"$(ls /proc/\(process)/fd 2> /dev/null)\" ]")
    }

    @Test("whose uutsim is killed stays where it is for as long as its command runs, and what that has started")
    func killed() async throws {
        let (probe, bench) = try probe("killed")
        defer { probe.remove() }
        // Each start of another world clears away what killed ones have left.
        let outcome = try await BuiltProgram(path: "/bin/sh").run(
            [
                "-c",
                """
                other() { "$1" world "$2" --name "$3-b" --quiet -- true 2> /dev/null || echo "other: $?"; }
                "$1" world "$2" --name "$3" -- /bin/sh -c "trap '' TERM; echo \\$UUTSIM_WORLD > $4/folder; echo \\$\\$ > $4/command
                    (touch \\$UUTSIM_WORLD/state; exec sleep 300) & echo \\$! > $4/child; mv $4/child $4/up; wait" 2> /dev/null & world=$!
                \(WorldProbe.until("[ -e $4/up ]"))
                folder=$(cat $4/folder); \(WorldProbe.until("[ -e $folder/state ]"))
                kill -KILL $world; wait $world
                other "$@"; [ -e $folder/state ] && echo kept for its command
                "$1" world "$2" --name "$3" -- true 2>&1 | tail -n1
                kill -KILL $(cat $4/command); \(Self.ended("$(cat $4/command)"))
                other "$@"; [ -e $folder/state ] && echo kept for its child
                kill -KILL $(cat $4/up); \(Self.ended("$(cat $4/up)"))
                other "$@"; [ -e $folder ] || echo gone
                """, "sh", probe.simulator.path, bench, probe.name, probe.folder.path(),
            ], prefix: WorldProbe.forbidden, limit: 100)
        #expect(
            outcome.output == """
                kept for its command
                uutsim: the command of a world named \(probe.name) is running still, though its uutsim was killed; end it, \
                or choose another name with --name
                kept for its child
                gone

                """, "\(outcome.errors)")
    }

    @Test("hands SIGTERM to the command and takes its answer")
    func termination() async throws {
        let (probe, bench) = try probe("term")
        defer { probe.remove() }
        let outcome = try await BuiltProgram(path: "/bin/sh").run(
            [
                "-c",
                """
                "$1" world "$2" --name "$3" -- /bin/sh -c "trap 'echo told; exit 3' TERM
                    echo ready; touch $4/up; while :; do sleep 0.05; done" & world=$!
                \(WorldProbe.until("[ -e $4/up ]"))
                kill -TERM $world; wait $world
                """, "sh", probe.simulator.path, bench, probe.name, probe.folder.path(),
            ], prefix: WorldProbe.forbidden)
        #expect(outcome.output == "ready\ntold\n")
        #expect(outcome.status == 3)
    }

    @Test("is plugged, pulled, renamed and disturbed like any, and the list says so")
    func control() async throws {
        let (probe, bench) = try probe("control")
        defer { probe.remove() }
        try Data("version: 1\ntimeline: [ { at: 0ms, do: plug, target: left, as: ttyUSB5 } ]\n".utf8).write(
            to: probe.folder.appending(path: "plug.yaml"))
        let outcome = try await probe.sh(
            """
            node() { sed -n 's/.*"devnode":"[^"]*\\/\\([^"]*\\)".*/\\1/p' $PORTPOOL_DEVICE_LIST; }
            node; $UUTSIM unplug left > /dev/null; wc -l < $PORTPOOL_DEVICE_LIST; ls $UUTSIM_WORLD/dev | wc -l
            $UUTSIM script $FOLDER/plug.yaml > /dev/null; \(WorldProbe.until("[ -c $UUTSIM_WORLD/dev/ttyUSB5 ]")); node
            $UUTSIM replug left --as ttyUSB0 --serial FTOTHER > /dev/null; grep -c FTOTHER $PORTPOOL_DEVICE_LIST
            $UUTSIM fault left no_answer for=1 > /dev/null; \(Self.opened)
            printf 'HELLO\\r\\nHELLO\\r\\n' >&3; timeout 20 head -n1 <&3; exec 3<&-
            $UUTSIM fault left held_port > /dev/null
            \(WorldProbe.held("$UUTSIM_WORLD/dev/ttyUSB0")); echo held
            $UUTSIM clear left held_port > /dev/null
            \(WorldProbe.until("(: <> $UUTSIM_WORLD/dev/ttyUSB0) 2> /dev/null")); echo free
            $UUTSIM fault left unplug > /dev/null; \(WorldProbe.until("[ ! -s $PORTPOOL_DEVICE_LIST ]")); echo gone
            """, bench: bench, options: ["--quiet"], prefix: WorldProbe.forbidden)
        #expect(outcome.output == "ttyUSB0\n0\n0\nttyUSB5\n1\nWORLD\r\nheld\nfree\ngone\n")
        #expect(outcome.status == 0)
    }

    @Test(
        "shows the faults of a machine that need no udev: the board comes back as another plug, on a line that answers")
    func machineFaults() async throws {
        let (probe, bench) = try probe("machine")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            """
            address() { sed -n 's/.*"address":\\([0-9]*\\).*/\\1/p' $PORTPOOL_DEVICE_LIST; }
            node() { sed -n 's/.*"devnode":"\\([^"]*\\)".*/\\1/p' $PORTPOOL_DEVICE_LIST; }
            for fault in lost_remove lost_hangup hub_pull event_before_node node_forbidden; do
                was=$(address); time=after; case $fault in event*|node*) time=delay;; esac
                $UUTSIM fault left $fault $time=20ms > /dev/null || exit 2
                \(WorldProbe.until(#"[ -n "$(address)" ] && [ "$(address)" != "$was" ]"#))
                \(WorldProbe.until(#"[ -c "$(node)" ] && (: <> "$(node)") 2> /dev/null"#))
                exec 3<>$(node); stty raw -echo <&3; printf 'HELLO\\r\\n' >&3; timeout 10 head -n1 <&3; exec 3<&-
            done
            """, bench: bench, options: ["--quiet"], prefix: WorldProbe.forbidden)
        #expect(outcome.output == String(repeating: "WORLD\r\n", count: 5), "\(outcome.errors)")
        #expect(outcome.status == 0)
    }

    @Test("has no two boards on one line, even where nobody was told that one is gone") func lostName() async throws {
        let (probe, _) = try probe("name")
        defer { probe.remove() }
        let bench = try probe.write(
            bench: WorldProbe.bench().replacing(
                "boards:\n", with: "boards:\n  - { id: right, board: probe, serial: FT0RIGHT, path: \"1-3\" }\n"),
            board: WorldProbe.board)
        let outcome = try await probe.sh(
            """
            lines() { sed -n 's/.*\\(ttyUSB[0-9]*\\)".*"path":"\\([^"]*\\)".*/\\1 \\2/p' $PORTPOOL_DEVICE_LIST | sort; }
            lines; echo
            $UUTSIM fault left lost_remove > /dev/null
            \(WorldProbe.until("$UUTSIM boards | grep left | grep -q unplugged"))
            $UUTSIM replug right > /dev/null
            lines
            """, bench: bench, options: ["--quiet"], prefix: WorldProbe.forbidden)
        let parts = outcome.output.split(separator: "\n\n").map { $0.split(separator: "\n") }
        #expect(parts.first == ["ttyUSB0 1-3", "ttyUSB1 1-2.1"], "\(outcome.errors)")
        let names = parts.last?.compactMap { $0.split(separator: " ").first } ?? []
        #expect(parts.last?.contains { $0.hasSuffix(" 1-3") } == true && Set(names).count == names.count, "\(parts)")
    }

    @Test("refuses by name, with the reason, what only a world can show: by hand, and in a bench")
    func refusals() async throws {
        let (probe, bench) = try probe("refused")
        defer { probe.remove() }
        let why = "needs a world with namespaces: here boards are told of by a list, and there is no udev to disturb"
        let outcome = try await probe.sh(
            "$UUTSIM fault left netlink_overflow; echo $?; $UUTSIM udev hold; echo $?", bench: bench,
            options: ["--quiet"], prefix: WorldProbe.forbidden)
        #expect(outcome.output == "2\n2\n")
        #expect(outcome.errors.contains("uutsim: netlink_overflow \(why)\n"))
        #expect(outcome.errors.contains("uutsim: uutsim udev \(why)\n"))
        let timed = try probe.write(
            bench: WorldProbe.bench(
                timeline: "timeline: [ { at: 1s, do: fault, target: left, kind: netlink_overflow } ]"),
            board: WorldProbe.board)
        let bad = try await probe.sh("echo ran", bench: timed, prefix: WorldProbe.forbidden)
        #expect(bad.status == 4)
        #expect(bad.output == "")
        #expect(bad.errors.contains("board left: netlink_overflow \(why)"))
    }

    @Test("is published, with its panel")
    func published() async throws {
        let (probe, bench) = try probe("panel")
        defer { probe.remove() }
        let client = WorldProbe.clients.appending(path: "panel_client.py").path()
        let outcome = try await probe.sh(
            "python3 \(client) $UUTSIM_PUBLISHED left", bench: bench, options: ["--quiet", "--publish", "0"],
            prefix: WorldProbe.forbidden)
        #expect(outcome.output == "plugged in: True\nplugged in: False\nttys: 0\n")
        #expect(outcome.status == 0)
    }
}
