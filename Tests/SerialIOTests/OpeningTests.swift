import Glibc
import RigModel
@testable import SerialIO
import Support
import Testing

@Suite(.timeLimit(.minutes(1))) struct OpeningTests {
    private static let plain = LineSettings(lowLatency: false)

    /// Opens and expects that it fails.
    private func failure(_ path: String, _ settings: LineSettings = plain, on reactor: Reactor) async -> SerialError? {
        do throws(SerialError) {
            await (try SerialPort.open(path, settings: settings, on: reactor)).close()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [UInt32(9600), 115_200, 250_000, 1_234_567, 3_000_000])
    func anyBaudIsSetAndReadBack(_ baud: UInt32) async throws {
        try await withLine(LineSettings(baud: baud, stopBits: 2, flow: .rtscts, lowLatency: false)) { _, pty in
            let speed = await pty.speed()
            #expect(speed.input == baud && speed.output == baud)
        }
    }

    @Test func aSettingThatTheDriverDoesNotTakeIsRefusedByName() async throws {
        try await withReactor { reactor in
            let pty = try await PTYPair(on: reactor)
            let parity = LineSettings(parity: .even, lowLatency: false)
            #expect(
                await failure(pty.path, parity, on: reactor)
                    == .refused(path: pty.path, setting: "parity", wanted: "even", got: "none"))
            let bits = LineSettings(dataBits: 7, lowLatency: false)
            #expect(
                await failure(pty.path, bits, on: reactor)
                    == .refused(path: pty.path, setting: "data bits", wanted: "7", got: "8"))
            #expect(await failure(pty.path, on: reactor) == nil, "a refused line is left as free as it was")
        }
    }

    @Test func whatCanBeDoneWithoutIsNoted() async throws {
        try await withLine(LineSettings(dtr: .on, rts: .off, lowLatency: true)) { port, pty in
            let notes = await port.notes
            #expect(notes.count == 3)
            #expect(notes.allSatisfy { $0.hasPrefix(pty.path) })
            for (note, setting) in zip(notes, ["dtr", "rts", "low_latency"]) { #expect(note.contains(setting)) }
        }
    }

    @Test("complaint 24: a line that somebody else has locked is left as it is, and its holder is named")
    func aLineThatSomebodyElseHoldsNamesTheHolder() async throws {
        try await withReactor { reactor in
            let pty = try await PTYPair(on: reactor)
            let other = Descriptor(owning: open(pty.path, O_RDWR | O_NOCTTY | O_CLOEXEC))
            try #require(flock(other.raw, LOCK_EX | LOCK_NB) == 0)
            let error = try #require(await failure(pty.path, on: reactor))
            guard case .busy(pty.path, .process(let pid, let name)) = error else {
                Issue.record("not busy: \(error)")
                return
            }
            #expect(pid == getpid())
            #expect(!name.isEmpty && error.description.contains("\(name) (pid \(pid))"))
            _ = consume other
            #expect(await failure(pty.path, on: reactor) == nil)
        }
    }

    @Test func aLineOfOursIsNotOpenedTwiceAndIsFreeAfterClosing() async throws {
        try await withLine { port, pty in
            guard case .busy = await failure(pty.path, on: port.reactor) else {
                Issue.record("opened twice")
                return
            }
            await port.close()
            #expect(await failure(pty.path, on: port.reactor) == nil)
        }
    }

    @Test func whatIsNoTerminalIsRefused() async throws {
        try await withReactor { reactor in
            #expect(await failure("/dev/null", on: reactor) == .notASerialLine(path: "/dev/null"))
        }
    }

    @Test func aNodeThatUdevIsStillAtWorkOnIsTriedAgain() async throws {
        try await withReactor { reactor in
            let pty = try await PTYPair(on: reactor)
            let link = "/tmp/serialio-late-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            let (tries, tell) = AsyncStream<Void>.makeStream()
            let opener = LineOpener(path: link, settings: Self.plain)
            async let opened = LineOpening(on: reactor, udevTime: .seconds(30)).open(link) {
                defer { tell.yield() }
                return opener.open()
            }
            var failures = tries.makeAsyncIterator()
            await failures.next()
            #expect(symlink(pty.path, link) == 0)
            defer { unlink(link) }
            _ = Descriptor(owning: try await opened.fd)
        }
    }

    @Test func aPathThatStaysAwaySaysSoAfterHalfASecond() async throws {
        try await withReactor { reactor in
            let start = ContinuousClock.now
            let error = try #require(await failure("/dev/no-such-line", on: reactor))
            #expect(error == .cannotOpen(path: "/dev/no-such-line", call: "open", errno: ENOENT))
            #expect(
                error.description.contains("/dev/no-such-line") && error.description.contains("plug the adapter in"))
            #expect(ContinuousClock.now - start >= .milliseconds(500))
        }
    }
}
