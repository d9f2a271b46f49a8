import FTDIChip
import RigModel
import Testing
import USBLink

/// The two protocols as byte streams: wherever the stream is cut, the same is understood.
struct SessionTests {
    static let identity = ChipIdentity(chip: .ft4232h, productID: 0x6011, product: "board", serial: "FT1")

    private func redirHello(_ abilities: UInt32 = 0xffff_ffff) -> [UInt8] {
        little(0, 68, 0) + [UInt8](repeating: 0, count: 64) + little(abilities)
    }
    private func little(_ words: UInt32...) -> [UInt8] {
        words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }
    private func big(_ words: UInt32...) -> [UInt8] { words.flatMap { little($0).reversed() } }
    private func redir(_ kind: UInt32, id: UInt32, _ body: [UInt8]) -> [UInt8] {
        little(kind, UInt32(body.count), id, 0) + body
    }

    private var redirStream: [UInt8] {
        redirHello() + redir(3, id: 0, [])
            + redir(100, id: 1, [0x80, 6, 0x80, 0, 0, 1, 0, 0, 18, 0])
            + redir(101, id: 2, [0x81, 0, 0, 2, 0, 0, 0, 0, 0, 0])
            + redir(101, id: 3, [0x02, 0, 3, 0, 0, 0, 0, 0, 0, 0] + Array("ATZ".utf8))
            + redir(6, id: 4, [1]) + redir(21, id: 2, [])
    }
    private var usbipStream: [UInt8] {
        big(1, 1, 65538, 1, 0, 0, 18, 0, 0xffff_ffff, 0) + [0x80, 6, 0, 1, 0, 0, 18, 0]
            + big(1, 2, 65538, 1, 1, 0, 512, 0, 0xffff_ffff, 0) + [UInt8](repeating: 0, count: 8)
            + big(1, 3, 65538, 0, 2, 0, 3, 0, 0xffff_ffff, 0) + [UInt8](repeating: 0, count: 8) + Array("ATZ".utf8)
            + big(2, 4, 65538, 0, 0, 2, 0, 0, 0, 0, 0, 0)
    }
    private static let wanted: [USBRequest] = [
        .control(id: 1, SetupPacket(type: 0x80, request: 6, value: 0x100, index: 0, length: 18), data: []),
        .read(id: 2, endpoint: 0x81, length: 512),
        .write(id: 3, endpoint: 0x02, Array("ATZ".utf8)),
        .cancel(id: 2),
    ]

    private func requests(_ steps: [USBSessionStep]) -> [USBRequest] {
        steps.compactMap { if case .request(let request) = $0, request != .reset { request } else { nil } }
    }

    /// Feeds a stream in pieces of random sizes.
    private func steps(_ stream: [UInt8], cut seed: UInt64, _ session: inout some USBSession) throws -> [USBSessionStep]
    {
        var dice = SplitMix(seed: seed)
        var rest = stream[...]
        var steps: [USBSessionStep] = []
        while !rest.isEmpty {
            let count = Int.random(in: 1...max(1, Int(dice.next() % 40)), using: &dice)
            steps += try session.receive(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return steps
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func redirUnderstandsWhateverTheCuts(seed: UInt64) throws {
        var whole = RedirSession(Self.identity)
        let all = try whole.receive(redirStream)
        var cut = RedirSession(Self.identity)
        #expect(try steps(redirStream, cut: seed, &cut) == all)
        #expect(requests(all) == Self.wanted)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func usbipUnderstandsWhateverTheCuts(seed: UInt64) throws {
        var whole = USBIPSession()
        let all = try whole.receive(usbipStream)
        var cut = USBIPSession()
        #expect(try steps(usbipStream, cut: seed, &cut) == all)
        #expect(requests(all) == Self.wanted)
    }

    @Test func redirAnswersWhatWasAsked() throws {
        var session = RedirSession(Self.identity)
        _ = try session.receive(redirStream)
        #expect(
            session.encode(USBCompletion(id: 3, .wrote(3)))
                == redir(101, id: 3, [0x02, 0, 3, 0, 0, 0, 0, 0, 0, 0]))
        #expect(
            session.encode(USBCompletion(id: 2, .cancelled))
                == redir(101, id: 2, [0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0]))
        #expect(
            session.encode(USBCompletion(id: 1, .read([7, 8])))
                == redir(100, id: 1, [0x80, 6, 0x80, 0, 0, 1, 0, 0, 2, 0, 7, 8]))
        #expect(session.encode(USBCompletion(id: 1, .stalled)).isEmpty, "It was answered.")
    }

    @Test func usbipAnswersWhatWasAsked() throws {
        var session = USBIPSession()
        _ = try session.receive(usbipStream)
        let none = [UInt8](repeating: 0, count: 20)
        #expect(session.encode(USBCompletion(id: 1, .read([7, 8]))) == big(3, 1, 0, 0, 0, 0, 2) + none + [7, 8])
        #expect(session.encode(USBCompletion(id: 3, .stalled)) == big(3, 3, 0, 0, 0, UInt32(bitPattern: -32), 0) + none)
        #expect(
            session.encode(USBCompletion(id: 2, .cancelled)) == big(4, 4, 0, 0, 0, UInt32(bitPattern: -104), 0) + none)
    }

    @Test func whatUsbipHasAnsweredCannotBeForgotten() throws {
        var session = USBIPSession()
        _ = try session.receive(Array(usbipStream.prefix(96)))
        _ = session.encode(USBCompletion(id: 2, .read([1])))
        let steps = try session.receive(Array(usbipStream.suffix(48)))
        #expect(steps == [.send(big(4, 4, 0, 0, 0, 0, 0) + [UInt8](repeating: 0, count: 20))])
    }

    @Test func anOldRedirIsRefusedByName() {
        var session = RedirSession(Self.identity)
        #expect(throws: USBProtocolError.lacks(["wideIDs", "wideBulkLength"])) {
            _ = try session.receive(redirHello(0x1f))
        }
    }

    @Test func nonsenseEndsTheLink() {
        var session = RedirSession(Self.identity)
        #expect(throws: USBProtocolError.noGreeting(kind: 7)) { _ = try session.receive(little(7, 0, 0)) }
        var long = RedirSession(Self.identity)
        #expect(throws: USBProtocolError.tooLong(kind: 0, bytes: 0x7fff_ffff)) {
            _ = try long.receive(little(0, 0x7fff_ffff, 0))
        }
        var usbip = USBIPSession()
        #expect(throws: USBProtocolError.unknownCommand(9)) {
            _ = try usbip.receive(big(9) + [UInt8](repeating: 0, count: 44))
        }
    }

    /// Whatever comes, the parsers answer or refuse, and never trap.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func randomBytesAreAnsweredOrRefused(seed: UInt64) {
        var dice = SplitMix(seed: seed)
        let noise = (0..<400).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
        var usbip = USBIPSession()
        _ = try? usbip.receive(big(1, 1, 0, UInt32(truncatingIfNeeded: dice.next() & 1)) + noise)
        var redir = RedirSession(Self.identity)
        _ = try? redir.receive(redirHello())
        let kinds: [UInt32] = [6, 9, 10, 21, 100, 101]
        let length = UInt32(dice.next() % 20)
        _ = try? redir.receive(little(kinds[Int(dice.next() % 6)], length, 1, 0) + noise)
    }
}

/// Random numbers from a seed.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
