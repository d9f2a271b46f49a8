import BoardModel
import ChipBench
import Locking
import SerialIO
import Support
import Testing
import World

/// What commands, faults and timelines do to a bench of `left` and `right` on one hub, `deep` on one behind it and `alone` on none, on
/// chips.
@Suite(.timeLimit(.minutes(2))) struct ChipDeskTests {
    @Test func ordersAboutFaultsMeanWhatTheyMeanInAWorld() async throws {
        try await running(on: .vm) { bench in
            func fault(_ target: String, _ parameters: [String: String] = [:]) async -> ControlReply {
                await bench.ask(
                    ControlRequest(verb: .fault, board: target, kind: "no_answer", parameters: parameters))
            }
            #expect(await fault("left", ["in": "nowhere"]).error?.contains("never in the state nowhere") == true)
            #expect(await fault("left-B").error?.contains("channel") == true)
            #expect(await fault("left").note == nil)
            #expect(await fault("left").note?.contains("takes the place of no_answer") == true)
            let armed = await fault("left-A", ["for": "1"]).boards?.first
            #expect(armed?.faults.count == 2)
            #expect(armed?.armed?.contains { $0.channel == "A" && $0.parameters["for"] == "1" } == true)
            let rest = await bench.ask(ControlRequest(verb: .clear, board: "left-A")).boards?.first
            #expect(rest?.faults == ["no_answer"])
        }
    }

    @Test(arguments: [FaultTransport.vm, .attach], [ControlRequest.Verb.plug, .replug])
    func aPortsNameIsRefusedWhereTheKernelGivesIt(transport: FaultTransport, verb: ControlRequest.Verb) async throws {
        try await running(on: transport) { bench in
            if verb == .plug { _ = await bench.ask(ControlRequest(verb: .unplug, board: "left")) }
            let (before, plugs) = (await bench.present(), bench.sockets.plugs)
            let named = await bench.ask(ControlRequest(verb: verb, board: "left", tty: "ttyUSB9", serial: "FT9"))
            let because = "cannot be given on \(transport.rawValue), where the kernel names the ports; it needs"
            #expect(named.error == "as \(because) pty or world")
            #expect(await bench.present() == before)
            #expect(bench.sockets.plugs == plugs)
        }
    }

    @Test func aBoardComesBackWithTheSerialNumberThatItIsGiven() async throws {
        try await running(on: .vm) { bench in
            for serial in ["FT2", nil, ""] {
                let reply = await bench.ask(ControlRequest(verb: .replug, board: "left", serial: serial))
                #expect(reply.error == nil)
                #expect(reply.boards?.first?.serial == (serial == "" ? nil : "FT2"))
            }
            #expect(bench.sockets.plugs.suffix(3) == ["left FT2", "left FT2", "left -"])
            // Answered when it is back.
            let later = await bench.ask(ControlRequest(verb: .replug, board: "left", serial: "FT3", after: "5ms"))
            #expect(later.error == nil && later.boards?.first?.plugged == true)
            #expect(bench.sockets.plugs.last == "left FT3")
            let fault = await bench.ask(
                ControlRequest(
                    verb: .fault, board: "right", kind: "replug", parameters: ["serial": "FT9", "after": "5ms"]))
            #expect(fault.error == nil)
            try await bench.until { $0.sockets.plugs.last == "right FT9" }
        }
    }

    @Test func aBoardThatSomebodyHasPluggedInAndPulledMeanwhileStaysOut() async throws {
        try await running(on: .vm) { bench in
            async let replug = bench.ask(ControlRequest(verb: .replug, board: "left", after: "3s"))
            async let hub = bench.ask(
                ControlRequest(
                    verb: .fault, board: "right", kind: "hub_pull", parameters: ["after": "2s", "boards": "right"]))
            try await bench.until { await $0.present() == ["alone", "deep"] }
            for verb in [ControlRequest.Verb.plug, .unplug] {
                for board in ["left", "right"] {
                    #expect(await bench.ask(ControlRequest(verb: verb, board: board)).error == nil)
                }
            }
            // Answered when its time is over.
            #expect(await replug.boards?.first?.plugged == false)
            #expect(await hub.error == nil)
            // What comes later comes back.
            let later = await bench.ask(ControlRequest(verb: .replug, board: "left", after: "1ms"))
            #expect(later.boards?.first?.plugged == true)
            #expect(await bench.present() == ["left", "alone", "deep"])
        }
    }

    @Test(arguments: [FaultTransport.vm, .attach])
    func aBoardComesBackWithItsChannelsSwappedOnce(transport: FaultTransport) async throws {
        try await running(on: transport) { bench in
            for swap in [true, nil] {
                #expect(await bench.ask(ControlRequest(verb: .replug, board: "left", swap: swap)).error == nil)
            }
            #expect(bench.sockets.plugs.suffix(2) == ["left FT1 swapped", "left FT1"])
            let fault = await bench.ask(
                ControlRequest(
                    verb: .fault, board: "right", kind: "replug", parameters: ["swap": "true", "after": "5ms"]))
            #expect(fault.error == nil)
            try await bench.until { $0.sockets.plugs.last == "right FT2 swapped" }
        }
    }

    @Test func aFaultThatNamesPortsIsRefusedWhenItIsArmed() async throws {
        try await running(on: .vm) { bench in
            let reply = await bench.ask(
                ControlRequest(verb: .fault, board: "left", kind: "replug", parameters: ["as": "ttyUSB9"]))
            #expect(reply.error?.hasPrefix("replug: as cannot be given on vm, ") == true)
            #expect(reply.error?.contains("\n") == false)
            #expect(await bench.present() == Self.all)
        }
        let armed = Self.board + "faults: [ { kind: replug, as: ttyUSB9 } ]\n"
        await #expect {
            try await running(on: .attach, board: armed) { _ in }
        } throws: { error in
            "\(error)".hasPrefix("bench probe: board left, script probe: replug: as cannot be given on attach, ")
        }
    }

    @Test func aTimelineThatNamesPortsIsToldOfAndLeavesTheBoardIn() async throws {
        let timeline = """
            [ { every: 100ms, do: replug, target: left, as: ttyUSB9 }, { at: 350ms, do: unplug, target: right } ]
            """
        try await running(on: .attach, bench: Self.bench(timeline: timeline)) { bench in
            try await bench.until { await !$0.present().contains("right") && !$0.reports.lines.isEmpty }
            // Once, however often it is tried.
            #expect(bench.reports.lines.count == 1)
            #expect(bench.reports.lines.first?.hasPrefix("timeline: as cannot be given on attach, ") == true)
            #expect(await bench.present() == ["left", "alone", "deep"])
        }
    }

    @Test func aPortsNameIsRefusedWhereAPlugIsMeant() async throws {
        try await running(on: .vm) { bench in
            let reply = await bench.ask(ControlRequest(verb: .unplug, board: "left-A"))
            #expect(
                reply.error == "left-A is one port of board left, and a plug is the whole board's; write unplug left")
            #expect(await bench.present() == Self.all)
        }
    }

    @Test func whatOnlyAWorldCanDoIsRefusedWithItsReason() async throws {
        try await running(on: .vm) { bench in
            let udev = await bench.ask(ControlRequest(verb: .udev, kind: "hold"))
            #expect(udev.error == "'udev' is for worlds; here the kernel's own udev tells of boards")
            let account = await bench.ask(ControlRequest(verb: .account, board: "left"))
            #expect(account.error == "'account' is for worlds, in which campaigns run")
        }
    }

    @Test func aPulledHubTakesItsBoardsAndBringsBackThoseThatWereIn() async throws {
        try await running(on: .vm) { bench in
            let reply = await bench.ask(
                ControlRequest(verb: .fault, board: "left", kind: "hub_pull", parameters: ["after": "5ms"]))
            #expect(reply.error == nil)
            try await bench.until { $0.sockets.plugs.count == 7 }
            #expect(bench.sockets.plugs.suffix(3) == ["left FT1", "right FT2", "deep FT4"])
            try await bench.until { await $0.present() == Self.all }
            #expect(bench.reports.lines == [])
        }
    }

    @Test func aHubThatSwitchesItsSocketsTakesOnlyTheBoardsThatAreNamed() async throws {
        try await running(on: .vm) { bench in
            func pull(_ boards: String) async -> String? {
                await bench.ask(
                    ControlRequest(verb: .fault, board: "left", kind: "hub_pull", parameters: ["boards": boards])
                ).error
            }
            #expect(await pull("right alone") == "board alone is in 1-3, which is not on the hub 1-2 of left")
            #expect(await pull("nobody")?.contains("nobody") == true)
            #expect(await bench.present() == Self.all)
            #expect(await pull("right deep") == nil)
            try await bench.until { await $0.present() == ["left", "alone"] }
        }
    }

    @Test func aSerialNumberThatNoUSBStringCanHoldChangesNothing() async throws {
        try await running(on: .vm) { bench in
            let plugs = bench.sockets.plugs
            let reply = await bench.ask(
                ControlRequest(verb: .replug, board: "left", serial: String(repeating: "7", count: 127)))
            #expect(reply.error == "serial has 127 characters; a USB string has room for 126")
            #expect(await bench.present() == Self.all && bench.sockets.plugs == plugs)
            let longest = String(repeating: "7", count: 126)
            #expect(await bench.ask(ControlRequest(verb: .replug, board: "left", serial: longest)).error == nil)
            #expect(bench.sockets.plugs.last == "left \(longest)")
        }
    }

    @Test func whatAPulledHubDoesNotBringBackIsToldOf() async throws {
        try await running(on: .vm, takenOnce: ["right"]) { bench in
            let reply = await bench.ask(
                ControlRequest(verb: .fault, board: "left", kind: "hub_pull", parameters: ["after": "5ms"]))
            #expect(reply.error == nil)
            try await bench.until { !$0.reports.lines.isEmpty }
            #expect(bench.reports.lines == ["board right: the socket of right is worn out"])
            try await bench.until { await $0.present() == ["left", "alone", "deep"] }
        }
    }

    @Test func aBoardOnNoHubRefusesHubPull() async throws {
        try await running(on: .vm) { bench in
            let reply = await bench.ask(ControlRequest(verb: .fault, board: "alone", kind: "hub_pull"))
            #expect(reply.error == "board alone is in 1-3, which is on no hub; hub_pull needs one")
            #expect(await bench.present() == Self.all)
        }
    }
}
