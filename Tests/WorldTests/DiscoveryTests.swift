import Foundation
import Support
import Testing
import World

/// The rig's discovery on real udev events of a simulated kernel. Names of ports are promises: they must hold whatever
/// ttys, orders and losses there are.
@Suite("Discovery in a world", .timeLimit(.minutes(3)))
struct DiscoveryTests {
    private static let quad = ["A", "B", "C", "D"]

    /// What a bench's boards are by their own account: `FT7DEMO1-A /dev/ttyUSB0`.
    private func truth(_ world: WatchedWorld) throws -> Set<String> {
        let boards = try world.boards.ask(ControlRequest(verb: .boards)).boards ?? []
        return Set(
            boards.flatMap { board in
                board.ports.compactMap { port in
                    port.tty.map { "\(board.serial ?? "usb-\(board.path)")-\(port.channel) /dev/\($0)" }
                }
            })
    }

    /// What has been told comes to what is there.
    private func expectTruth(_ world: WatchedWorld, at place: SourceLocation = #_sourceLocation) throws {
        let truth = try truth(world)
        #expect(withoutIncarnation(world.present) == truth, sourceLocation: place)
    }

    private func withoutIncarnation(_ ports: Set<String>) -> Set<String> {
        Set(ports.map { $0.replacing(/#\d+/, with: "") })
    }

    /// The names of ports that lines are about, with sign and incarnation: `+ FT7DEMO1-A#1`.
    private func brief(_ lines: [String]) -> [String] {
        lines.map { $0.split(separator: " ", maxSplits: 2).prefix(2).joined(separator: " ") }
    }

    @Test("64 ports that come in one burst are all there, each once, by serial number and channel")
    func burst() async throws {
        try await WatchedWorld.with("burst", bench: "sixty_four", ports: 64) { world in
            let ids = (1...16).map { "b" + String(format: "%02d", $0) }
            for id in ids { try world.ask(.unplug, id) }
            try await world.until("all are gone") { _ in world.present.isEmpty }
            try world.udev("hold")
            for id in ids { try world.ask(.plug, id) }
            let told = try await world.after {
                try world.udev("tell")
            } until: {
                $0.count == 64
            }
            let expected = (1...16).flatMap { number in
                Self.quad.map { "+ FT7QUAD\(String(format: "%02d", number))-\($0)#2" }
            }
            #expect(brief(told).sorted() == expected)
            try expectTruth(world)
        }
    }

    @Test("D8: channels whose ttys come in another order are still the channels of their interfaces")
    func swappedChannels() async throws {
        try await WatchedWorld.with("swap", bench: "quiet", ports: 12) { world in
            let ttys = "ttyUSB43,ttyUSB41,ttyUSB40,ttyUSB42"
            let told = try await world.after {
                try world.ask(.replug, "left", as: ttys)
            } until: {
                $0.count { $0.hasPrefix("+ ") } == 4
            }
            #expect(
                Set(brief(told)) == Set(Self.quad.flatMap { ["- FT7DEMO1-\($0)#1", "+ FT7DEMO1-\($0)#2"] }))
            #expect(world.present.contains("FT7DEMO1-A#2 /dev/ttyUSB43"))
            #expect(world.present.contains("FT7DEMO1-C#2 /dev/ttyUSB40"))
            try expectTruth(world)
        }
    }

    @Test("complaint 6: a board that takes over another's tty names is not taken for it")
    func ttysTakenOver() async throws {
        try await WatchedWorld.with("takeover", bench: "quiet", ports: 12) { world in
            // s1 and s2 are of one kind; each comes back where the other was.
            let before = try truth(world)
            for id in ["s1", "s2"] { try world.ask(.unplug, id) }
            try await world.until("both are gone") { _ in world.present.count == 10 }
            for id in ["s2", "s1"] { try world.ask(.plug, id) }
            try await world.until("both are back") { _ in world.present.count == 12 }
            let now = try truth(world)
            #expect(before != now)
            #expect(withoutIncarnation(world.present) == now)
            #expect(world.present.contains { $0.hasPrefix("FT7SENS1-A#2 ") })
        }
    }

    @Test("a tty number that somebody holds open is not given again; the port keeps its name")
    func heldDescriptor() async throws {
        // portwatch inherits the descriptor of the second of four ports, and keeps it.
        try await WatchedWorld.with("held", bench: "quiet", ports: 12, before: "exec 3<>/dev/ttyUSB1") { world in
            #expect(world.present.contains("FT7DEMO1-B#1 /dev/ttyUSB1"))
            try await world.after {
                try world.ask(.replug, "left")
            } until: {
                $0.count == 8
            }
            #expect(
                world.present.filter { $0.hasPrefix("FT7DEMO1") }.sorted() == [
                    "FT7DEMO1-A#2 /dev/ttyUSB0", "FT7DEMO1-B#2 /dev/ttyUSB2", "FT7DEMO1-C#2 /dev/ttyUSB3",
                    "FT7DEMO1-D#2 /dev/ttyUSB12",
                ])
            try expectTruth(world)
        }
    }

    @Test("a tty number is given again once nobody holds it")
    func releasedDescriptor() async throws {
        let probe = try WorldProbe("released")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await probe.sh(
            """
            exec 3<>/dev/ttyUSB0
            $UUTSIM replug left > /dev/null; ls /dev/ttyUSB*
            $UUTSIM replug left > /dev/null; ls /dev/ttyUSB*
            exec 3<&-
            $UUTSIM replug left > /dev/null; ls /dev/ttyUSB*
            """, bench: bench)
        #expect(outcome.output == "/dev/ttyUSB1\n/dev/ttyUSB1\n/dev/ttyUSB0\n")
    }

    @Test("nothing is missed between the first listening and the first enumeration")
    func startingInTheMiddle() async throws {
        let before = """
            (for turn in 1 2 3 4 5 6; do for board in s1 left; do $UUTSIM replug $board > /dev/null; done; done
            touch $FOLDER/done) & :
            """
        try await WatchedWorld.with("middle", bench: "quiet", ports: 12, before: before) { world in
            let done = URL(filePath: world.file).deletingLastPathComponent().appending(path: "done").path()
            try await world.until("all turns are done") { _ in FileManager.default.fileExists(atPath: done) }
            let truth = try truth(world)
            try await world.until("what was told is what is there") { _ in
                withoutIncarnation(world.present) == truth
            }
            for port in world.present { #expect(world.lines.count { $0.hasPrefix("+ \(port) ") } == 1) }
        }
    }

    @Test("complaint 3: out and in again within one turn is told as such, with an incarnation for each time")
    func manyTurnsAtOnce() async throws {
        try await WatchedWorld.with("turn", bench: "quiet", ports: 12) { world in
            try world.udev("hold")
            for verb in [ControlRequest.Verb.unplug, .plug, .unplug, .plug] { try world.ask(verb, "s1") }
            let told = try await world.after {
                try world.udev("tell")
            } until: {
                $0.count == 4
            }
            #expect(
                brief(told) == ["- FT7SENS1-A#1", "+ FT7SENS1-A#2", "- FT7SENS1-A#2", "+ FT7SENS1-A#3"])
            try expectTruth(world)
        }
    }

    @Test("a board that is gone before its coming is told is known by what the event carries, and gone with its own")
    func goneBeforeItIsTold() async throws {
        try await WatchedWorld.with("flash", bench: "quiet", ports: 12) { world in
            try world.ask(.unplug, "left")
            try await world.until("it is gone") { _ in world.present.count == 8 }
            try world.udev("hold")
            for verb in [ControlRequest.Verb.plug, .unplug] { try world.ask(verb, "left") }
            // sysfs is empty there by now: nothing can be looked up, neither at the coming nor at the going.
            let told = try await world.after {
                try world.udev("tell")
            } until: {
                $0.count == 8
            }
            #expect(told.prefix(4).allSatisfy { $0.hasPrefix("+ FT7DEMO1-") && $0.contains("1-2.1 'client_demo' by") })
            #expect(told.suffix(4).allSatisfy { $0.hasPrefix("- FT7DEMO1-") && $0.hasSuffix("#2 unplugged") })
            #expect(world.present.count == 8)
        }
    }

    @Test("an unplug that nobody told of is noticed when the board comes again")
    func lostRemoval() async throws {
        try await WatchedWorld.with("lost", bench: "quiet", ports: 12) { world in
            try world.udev("lose")
            try world.ask(.unplug, "s1")
            try world.udev("tell")
            let told = try await world.after {
                try world.ask(.plug, "s1", as: "ttyUSB30")
            } until: {
                $0.count == 2
            }
            #expect(told[0] == "- FT7SENS1-A#1 unplugged and plugged in again")
            #expect(brief(told)[1] == "+ FT7SENS1-A#2")
            try expectTruth(world)
        }
    }

    @Test("an unplug that nobody told of is noticed when the board comes again under the very same tty")
    func lostRemovalSameTTY() async throws {
        try await WatchedWorld.with("same", bench: "quiet", ports: 12) { world in
            try world.udev("lose")
            try world.ask(.unplug, "s1")
            try world.udev("tell")
            let told = try await world.after {
                try world.ask(.plug, "s1")
            } until: {
                $0.count == 2
            }
            #expect(brief(told) == ["- FT7SENS1-A#1", "+ FT7SENS1-A#2"])
        }
    }

    @Test("complaint 25: where Linux drops events, all is enumerated anew, and the difference told; and it goes on")
    func overflow() async throws {
        try await WatchedWorld.with("flood", bench: "quiet", ports: 12) { world in
            world.signal(SIGSTOP)
            // Told before the flood, and of something that has changed again since: an old add without its removal.
            try world.ask(.replug, "s1")
            // Until Linux says that it has dropped some for this very listener.
            try world.udev("flood")
            try world.ask(.unplug, "s1")
            try world.ask(.unplug, "left")
            try world.ask(.replug, "s2", as: "ttyUSB50")
            let told = try await world.after {
                world.signal(SIGCONT)
            } until: { _ in
                world.present.count == 7 && world.present.contains("FT7SENS2-A#2 /dev/ttyUSB50")
            }
            #expect(told.count { $0.hasPrefix("! udev told of devices faster") } == 1)
            #expect(told.first?.hasPrefix("! ") == true)
            #expect(told.contains("- FT7SENS1-A#1 unplugged"))
            #expect(told.contains("- FT7SENS2-A#1 unplugged and plugged in again"))
            try expectTruth(world)
            let next = try await world.after {
                try world.ask(.plug, "left")
            } until: {
                $0.count == 4
            }
            #expect(brief(next).sorted() == Self.quad.map { "+ FT7DEMO1-\($0)#2" })
        }
    }

    @Test("where /run/udev/control is missing it says loudly that it is deaf, and still finds what is there")
    func deaf() async throws {
        try await WatchedWorld.with("deaf", bench: "quiet", ports: 12, before: "rm /run/udev/control") { world in
            #expect(world.lines[0].hasPrefix("! /run/udev/control is missing"))
            #expect(world.lines[0].contains("will NOT be noticed"))
            try expectTruth(world)
        }
    }

    @Test(
        "complaint 7: boards with one serial number, or none, are known by their sockets while that is so, and say it")
    func twins() async throws {
        try await WatchedWorld.with("twins", bench: "twins", ports: 9) { world in
            #expect(
                Set(world.present.map { $0.prefix { $0 != "#" } }) == [
                    "FT7DEMO1-A", "FT7DEMO1-B", "FT7DEMO1-C", "FT7DEMO1-D", "usb-1-3-A", "usb-1-4-A", "usb-1-5-A",
                    "usb-1-6-A", "usb-1-6-B",
                ])
            let lines = world.lines
            #expect(lines.contains { $0.hasPrefix("! serial number FT7TWIN is on 2 boards, in USB sockets 1-3, 1-4") })
            #expect(
                lines.contains { $0.hasPrefix("+ usb-1-3-A") && $0.hasSuffix("FT7TWIN is also in USB socket 1-4") })
            for socket in ["1-5", "1-6"] {
                #expect(lines.contains { $0.hasPrefix("! the board in USB socket \(socket) ") })
                #expect(lines.contains { $0.hasPrefix("+ usb-\(socket)-A") && $0.hasSuffix(" no serial number") })
            }
            let alone = try await world.after {
                try world.ask(.unplug, "twin1")
            } until: {
                $0.count == 3
            }
            #expect(
                alone.map { $0.replacing(/\ \/dev.*/, with: "") } == [
                    "- usb-1-3-A#1 unplugged", "- usb-1-4-A#1 known as FT7TWIN-A from now on", "+ FT7TWIN-A#1",
                ])
            #expect(alone[2].hasSuffix("by serial number"))
            let again = try await world.after {
                try world.ask(.plug, "twin1")
            } until: {
                $0.contains { $0.hasPrefix("! ") }
            }
            #expect(brief(again).dropLast() == ["- FT7TWIN-A#1", "+ usb-1-3-A#2", "+ usb-1-4-A#2"])
        }
    }
}
