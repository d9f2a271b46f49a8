import BoardModel
import Support
import Testing
import World

/// Scripts beside the bench's own timeline.
extension ChipDeskTests {
    @Test func aScriptHappensBesideTheBenchsOwnTimeline() async throws {
        try await running(on: .vm) { bench in
            let script = "version: 1\ntimeline:\n  - { at: 1ms, do: unplug, target: right }\n"
            #expect(await bench.ask(ControlRequest(verb: .script, script: script)).error == nil)
            try await bench.until { await $0.present() == ["left", "alone", "deep"] }
            let bad = script.replacing("unplug, target: right", with: "fault, target: alone, kind: hub_pull")
            let reply = await bench.ask(ControlRequest(verb: .script, script: bad))
            #expect(reply.error == "script: board alone is in 1-3, which is on no hub; hub_pull needs one")
            #expect(reply.isOfScript == true)
            let worldly = script.replacing("unplug, target: right", with: "fault, target: left, kind: held_port")
            #expect(
                await bench.ask(ControlRequest(verb: .script, script: worldly)).error
                    == "script: held_port cannot be shown on a vm; it needs pty or world")
            let named = script.replacing("unplug, target: right", with: "replug, target: left, as: ttyUSB9")
            #expect(
                await bench.ask(ControlRequest(verb: .script, script: named)).error?.hasPrefix(
                    "script: as cannot be given on vm, ")
                    == true)
            let unread = await bench.ask(ControlRequest(verb: .script, kind: "monday.yaml", script: "version: 1\n"))
            #expect(unread.error?.hasPrefix("monday.yaml:") == true)
        }
    }

    @Test func aScriptIsStoppedAndThePlugThatItHasOutComesBack() async throws {
        try await running(on: .vm) { bench in
            func stop(_ name: String?) async -> ControlReply {
                await bench.ask(ControlRequest(verb: .stop, kind: name))
            }
            let script = """
                version: 1
                timeline: [ { at: 0s, do: replug, target: right, after: 3s }, { at: 1h, do: unplug, target: left } ]
                """
            #expect(await stop(nil).error == "no script happens to this bench, so there is none to stop")
            let begun = await bench.ask(ControlRequest(verb: .script, kind: "out.yaml", script: script))
            #expect(begun.scripts == ["out.yaml"])
            try await bench.until { await $0.present() == ["left", "alone", "deep"] }
            #expect(await stop("in.yaml").error?.hasSuffix("there are out.yaml") == true)
            let stopped = await stop("out.yaml")
            #expect(stopped.note?.hasPrefix("stopped: out.yaml; ") == true)
            #expect(stopped.scripts == [])
            try await bench.until { await $0.present() == Self.all }
        }
    }

    @Test func whatAStoppedScriptWouldHaveDoneDoesNotHappen() async throws {
        try await running(on: .vm) { bench in
            func begin(_ id: String) async {
                let script = """
                    version: 1
                    timeline: [ { every: 100ms, do: fault, target: left, kind: garbage, id: \(id), when: { on: never } } ]
                    """
                let reply = await bench.ask(ControlRequest(verb: .script, kind: "/a/\(id).yaml", script: script))
                #expect(reply.error == nil)
            }
            func isArmed(_ id: String) async -> Bool {
                await bench.ask(ControlRequest(verb: .boards)).boards?.first?.faults.contains(id) == true
            }
            func clear(_ id: String) async {
                _ = await bench.ask(ControlRequest(verb: .clear, board: "left", kind: id))
            }
            await begin("old")
            await begin("new")
            for _ in 0..<2 {
                try await bench.until { _ in await isArmed("old") }
                await clear("old")
            }
            let stopped = await bench.ask(ControlRequest(verb: .stop, kind: "./old.yaml"))
            #expect(stopped.note?.hasPrefix("stopped: old.yaml; ") == true)
            #expect(stopped.scripts == ["new.yaml"])
            await clear("old")
            // Between any two of these there would have been one of the stopped.
            for _ in 0..<5 {
                await clear("new")
                try await bench.until { _ in await isArmed("new") }
            }
            #expect(await !isArmed("old"))
        }
    }
}
