import Foundation
import SerialIO
import Testing

@testable import PortDiscovery

/// A list of devices that changes while it is followed.
@Suite(.timeLimit(.minutes(3))) struct SimulatedSourceTests {
    /// A list in a folder of its own, and a source that follows it.
    private final class Desk {
        let reactor: Reactor
        let source: SimulatedSource
        let file: String
        private let folder: String

        init(_ sockets: [Int] = []) throws {
            folder = FileManager.default.temporaryDirectory.path + "/list-\(UUID())"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            file = folder + "/devices.jsonl"
            try Data(Desk.text(sockets).utf8).write(to: URL(filePath: file))
            reactor = try Reactor(name: "list test")
            source = try SimulatedSource(list: file, on: reactor)
        }

        static func text(_ sockets: [Int], address: Int = 1) -> String {
            sockets.map { socket in
                #"{"devnode":"/tmp/tty\#(socket)","vid":"0403","pid":"6001","path":"1-\#(socket)","address":\#(address)}"#
                    + "\n"
            }.joined()
        }

        /// As a keeper does it: beside it first.
        func replace(_ text: String) throws {
            try Data(text.utf8).write(to: URL(filePath: file + ".new"))
            _ = rename(file + ".new", file)
        }

        func append(_ text: String) throws {
            let raw = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
            defer { close(raw) }
            #expect(write(raw, text, text.utf8.count) == text.utf8.count)
        }

        func removeFolder() throws { try FileManager.default.removeItem(atPath: folder) }

        func end() async {
            await source.close()
            reactor.shutdown()
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// The sockets of the next event that tells of devices.
        func next() async throws -> [String] {
            while let event = try await source.next() {
                if case .resync(let devices) = event { return devices.map(\.usbPath) }
            }
            throw DiscoveryError.list(path: file, reason: "it has ended")
        }
    }

    @Test func itTellsLoudlyThatItIsNotUdev() async throws {
        let desk = try Desk()
        #expect(desk.source.warnings.count == 1)
        #expect(desk.source.warnings.first?.contains("'\(desk.file)' and not from udev") == true)
        await desk.end()
    }

    @Test func noListAtTheStartIsAnErrorThatSaysWhatToDo() throws {
        let reactor = try Reactor(name: "list test")
        defer { reactor.shutdown() }
        let absent = FileManager.default.temporaryDirectory.path + "/no-such-list"
        #expect(throws: DiscoveryError.list(path: absent, reason: "No such file or directory (errno 2)")) {
            try SimulatedSource(list: absent, on: reactor)
        }
        let nowhere = absent + "/devices.jsonl"
        #expect(throws: DiscoveryError.list(path: nowhere, reason: "No such file or directory (errno 2)")) {
            try SimulatedSource(list: nowhere, on: reactor)
        }
    }

    @Test func itFollowsAListThatIsReplacedAppendedToRemovedAndMadeAgain() async throws {
        let desk = try Desk([1])
        #expect(try await desk.next() == ["1-1"])
        try desk.replace(Desk.text([1, 2]))
        #expect(try await desk.next() == ["1-1", "1-2"])
        try desk.append(Desk.text([3]))
        #expect(try await desk.next() == ["1-1", "1-2", "1-3"])
        try FileManager.default.removeItem(atPath: desk.file)
        #expect(try await desk.next() == [])
        try desk.replace(Desk.text([4]))
        #expect(try await desk.next() == ["1-4"])
        await desk.end()
    }

    @Test func aMistakeIsToldOnceAndTheOtherLinesHold() async throws {
        let desk = try Desk([1])
        #expect(try await desk.next() == ["1-1"])
        try desk.replace("nonsense\n" + Desk.text([2]))
        #expect(try await desk.source.next() == .warning("\(desk.file):1: not a JSON object"))
        #expect(try await desk.next() == ["1-2"])
        try desk.replace("nonsense\n" + Desk.text([2, 3]))
        guard case .resync(let devices) = try await desk.source.next() else {
            Issue.record("the mistake was told twice")
            return
        }
        #expect(devices.count == 2)
        await desk.end()
    }

    @Test func aFolderThatGoesTakesTheDevicesWithItAndSaysSo() async throws {
        let desk = try Desk([1])
        #expect(try await desk.next() == ["1-1"])
        try desk.removeFolder()
        var warnings: [String] = []
        var isGone = false
        while !isGone || warnings.isEmpty, let event = try await desk.source.next() {
            switch event {
            case .warning(let text): warnings.append(text)
            case .resync(let devices): isGone = devices.isEmpty
            default: break
            }
        }
        #expect(isGone)
        #expect(warnings.contains { $0.contains("restart the service") || $0.contains("No such file") })
        await desk.end()
    }

    /// A board that was pulled and plugged in again between two looks is another incarnation, by its address.
    @Test func aPlugThatNobodySawIsTold() async throws {
        let desk = try Desk([1])
        var registry = PortRegistry()
        var told: [[String]] = []
        func take() async throws {
            guard let event = try await desk.source.next() else { return }
            told.append(registry.apply(event).brief.filter { $0 != "!" })
        }
        try await take()
        try desk.replace(Desk.text([1], address: 2))
        try await take()
        #expect(told == [["+usb-1-1-A#1"], ["-usb-1-1-A#1 unplugged and plugged in again", "+usb-1-1-A#2"]])
        await desk.end()
    }

    @Test func closingEndsTheWait() async throws {
        let desk = try Desk()
        let source = desk.source
        async let last = { () async throws -> DeviceEvent? in
            while let event = try await source.next() {
                if case .resync = event { Task { await source.close() } }
            }
            return nil
        }()
        #expect(try await last == nil)
        await desk.end()
    }

    /// However the list is changed, in the end what it says last is what is told last.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func whatItSaysLastIsToldLast(seed: UInt64) async throws {
        var random = SplitMix64(state: seed)
        let desk = try Desk()
        for _ in 0..<20 {
            let sockets = (1...8).filter { _ in Bool.random(using: &random) }
            let text = Desk.text(sockets)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: try desk.append("{\"devnode\":\"/tmp/half")
            case 1: try? FileManager.default.removeItem(atPath: desk.file)
            case 2: try desk.replace(text + "\u{0}garbage\n")
            case 3: try Data(text.utf8).write(to: URL(filePath: desk.file))
            default: try desk.replace(text)
            }
        }
        try desk.replace(Desk.text([9]))
        var last: [String] = []
        while last != ["1-9"] { last = try await desk.next() }
        await desk.end()
    }
}
