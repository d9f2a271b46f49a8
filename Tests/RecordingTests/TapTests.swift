import BoardModel
import Recording
import RigModel
import SerialIO
import Support
import Testing

/// A tap between a program and a port, both real terminals.
@Suite(.timeLimit(.minutes(1))) struct TapTests {
    @Test func everyByteAndTheSettingsPassAndAreRecorded() async throws {
        try await withTap { tap, unit, reactor in
            let program = try await SerialPort.open(
                tap.path, settings: LineSettings(baud: 57_600, lowLatency: false), on: reactor)
            let every = (0...255).map { UInt8($0) }
            _ = try await program.exchange(sending: every + [0x0D], Listening(to: 0), until: .now + .seconds(10))
            #expect(try await unit.read(257) == every + [0x0D])
            #expect(await unit.speed().output == 57_600)

            try await unit.write(every.reversed())
            let heard = try await program.exchange(sending: [], Listening(to: 256), until: .now + .seconds(10))
            #expect(heard.conversation.bytes == every.reversed())
            await program.close()

            let recorded = try await eventually("the end of the visit") {
                let recorded = await tap.unit
                return recorded.events.last?.kind == .closed ? recorded : nil
            }
            #expect(recorded.channels == [.a: 57_600])
            #expect(recorded.events.first?.kind == .opened)
            #expect(recorded.bytes { if case .sent(let bytes) = $0 { bytes } else { [] } } == every + [0x0D])
            #expect(recorded.bytes { if case .said(let bytes) = $0 { bytes } else { [] } } == every.reversed())
            let script = try RecordedScript(ScriptWriterTests.recording([recorded]), source: "a tap")
            #expect(script.omissions == [])
        }
    }

    @Test func thePortIsOpenAsLongAsAProgramIsThere() async throws {
        try await withTap { tap, unit, reactor in
            for visit in 1...2 {
                let program = try await SerialPort.open(
                    tap.path, settings: LineSettings(baud: 9600, lowLatency: false), on: reactor)
                _ = try await program.exchange(
                    sending: Array("hello \(visit)\n".utf8), Listening(to: 0), until: .now + .seconds(10))
                #expect(try await unit.readText(8) == "hello \(visit)\n")
                await program.close()
                try await unit.waitUntilClosed()
                // Said while nobody listens: it is no part of the next visit.
                try await unit.write("lost")
            }
            let kinds = await tap.unit.events.filter { $0.kind == .opened || $0.kind == .closed }.map(\.kind)
            #expect(kinds == [.opened, .closed, .opened, .closed])
        }
    }

    @Test func aChangeOfRateReachesThePortBeforeTheNextBytes() async throws {
        try await withTap { tap, unit, reactor in
            for baud: UInt32 in [9600, 250_000] {
                let program = try await SerialPort.open(
                    tap.path, settings: LineSettings(baud: baud, lowLatency: false), on: reactor)
                _ = try await program.exchange(sending: [0x55], Listening(to: 0), until: .now + .seconds(10))
                #expect(try await unit.read(1) == [0x55])
                #expect(await unit.speed().output == baud)
                await program.close()
                try await unit.waitUntilClosed()
            }
        }
    }

    @Test func aPortThatGoesEndsTheTapAndWhatPassedIsKept() async throws {
        let reactor = try Reactor(name: "tap test")
        defer { reactor.shutdown() }
        let unit = try await PTYPair(on: reactor)
        let tap = try LineTap(port: unit.path, frame: nil, reactor: reactor) { _ in }
        async let ending: Void = tap.run()
        let program = try await SerialPort.open(
            tap.path, settings: LineSettings(lowLatency: false), on: reactor)
        _ = try await program.exchange(sending: [0x41], Listening(to: 0), until: .now + .seconds(10))
        #expect(try await unit.read(1) == [0x41])
        await unit.unplug()
        do {
            try await ending
            Issue.record("the tap goes on without its port")
        } catch { #expect(error is RecordingError) }
        #expect(await tap.unit.byteCount == 1)
        #expect(await tap.unit.events.last?.kind == .closed)
    }

    @Test func aPortThatIsNoneIsRefused() throws {
        let reactor = try Reactor(name: "tap test")
        defer { reactor.shutdown() }
        #expect(throws: RecordingError.self) {
            try LineTap(port: "/dev/ttyUSB-there-is-none", frame: nil, reactor: reactor) { _ in }
        }
    }

    @Test func whatIsNoTerminalIsRefusedWithoutOpeningIt() throws {
        let reactor = try Reactor(name: "tap test")
        defer { reactor.shutdown() }
        for path in ["/dev/null", "/dev/zero"] {
            #expect(
                throws: RecordingError.line(
                    path: path, doing: "finding the port", reason: "this is no serial port; see ls /dev/tty*")
            ) { try LineTap(port: path, frame: nil, reactor: reactor) { _ in } }
        }
    }

    @Test(arguments: ["8N1", "7E1", "5O2", "8M1", "6S2"]) func framesAreRead(text: String) {
        #expect(TapFrame(text) != nil)
    }
    @Test(arguments: ["", "8N", "9N1", "8X1", "8N3", "8N11"]) func whatIsNoFrameIsRefused(text: String) {
        #expect(TapFrame(text) == nil)
    }

    private func withTap(_ body: (LineTap, PTYPair, Reactor) async throws -> Void) async throws {
        let reactor = try Reactor(name: "tap test")
        defer { reactor.shutdown() }
        let unit = try await PTYPair(on: reactor)
        let tap = try LineTap(port: unit.path, frame: nil, reactor: reactor) { Issue.record("\($0)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await tap.run() }
            try await body(tap, unit, reactor)
            group.cancelAll()
        }
    }
}

/// Hears so many bytes.
private struct Listening: Conversation {
    let count: Int
    private(set) var bytes: [UInt8] = []
    private var isSent = false
    init(to count: Int) { self.count = count }
    var idleDeadline: ContinuousClock.Instant? { count == 0 && isSent ? .now : nil }
    mutating func idle(at instant: ContinuousClock.Instant) -> Bool { count == 0 && isSent }
    mutating func sent(_ bytes: [UInt8], at instant: ContinuousClock.Instant) { isSent = true }
    mutating func received(_ bytes: ArraySlice<UInt8>, at instant: ContinuousClock.Instant) -> Bool {
        self.bytes += bytes
        return self.bytes.count >= count
    }
}

extension RecordedUnit {
    fileprivate func bytes(_ pick: (TrafficEvent.Kind) -> [UInt8]) -> [UInt8] { events.flatMap { pick($0.kind) } }
}
