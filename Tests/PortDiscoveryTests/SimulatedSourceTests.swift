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

        /// What the next event says is wrong; one that tells of devices is a mistake.
        func troubles() async throws -> [String] {
            let event = try await source.next()
            if case .troubles(let troubles) = event { return troubles }
            throw DiscoveryError.list(path: file, reason: "it told \(String(describing: event))")
        }
    }

    /// Nobody closes it, so its last line need not wait for an end.
    @Test func aListThatIsLinkedIntoItsPlaceIsWholeAtOnce() async throws {
        let desk = try Desk([1])
        #expect(try await desk.next() == ["1-1"])
        try FileManager.default.removeItem(atPath: desk.file)
        #expect(try await desk.troubles().count == 1)
        let other = desk.file + ".other"
        try Data(Desk.text([2, 3]).dropLast().utf8).write(to: URL(filePath: other))
        #expect(link(other, desk.file) == 0)
        #expect(try await desk.next() == ["1-2", "1-3"])
        await desk.end()
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
        try desk.replace("")
        #expect(try await desk.next() == [], "an empty list says that nothing is there")
        try FileManager.default.removeItem(atPath: desk.file)
        try desk.replace(Desk.text([4]))
        #expect(try await desk.next() == ["1-4"])
        await desk.end()
    }

    /// What can be wrong with a list, and how it is told.
    enum Harm: String, CaseIterable {
        case deletion = "No such file or directory"
        case link = "it is a symbolic link to '/etc/hostname'"
        case folder = "it is a folder"
        case pipe = "it is no regular file"
        case size = "it is larger than 1048576 bytes"

        func befall(_ file: String) throws {
            if self == .size { return try Data(count: 1 << 20 | 1).write(to: URL(filePath: file), options: .atomic) }
            try FileManager.default.removeItem(atPath: file)
            switch self {
            case .deletion, .size: break
            case .link: #expect(symlink("/etc/hostname", file) == 0)
            case .folder: #expect(mkdir(file, 0o755) == 0)
            case .pipe: #expect(mkfifo(file, 0o644) == 0)
            }
        }
    }

    @Test(arguments: Harm.allCases)
    func oneThatCannotBeReadKeepsTheDevicesAndSaysSo(harm: Harm) async throws {
        let desk = try Desk([1, 2])
        #expect(try await desk.next() == ["1-1", "1-2"])
        try harm.befall(desk.file)
        var said = try await desk.troubles()
        // The old file goes first, and that may be told by itself.
        if said.first?.contains(harm.rawValue) == false { said = try await desk.troubles() }
        #expect(said.count == 1)
        #expect(said.first?.contains("'\(desk.file)' cannot be read: \(harm.rawValue)") == true, "\(said)")
        #expect(said.first?.contains("the ports are as it said last") == true)
        if harm == .folder { #expect(rmdir(desk.file) == 0) }
        // The same devices as before, so nothing is told but that all is well.
        try desk.replace(Desk.text([1, 2]))
        while !said.isEmpty { said = try await desk.troubles() }
        try desk.replace(Desk.text([2]))
        #expect(try await desk.next() == ["1-2"])
        await desk.end()
    }

    @Test(arguments: [Harm.link, .folder, .pipe, .size])
    func whatIsNoListIsRefusedAtTheStart(harm: Harm) async throws {
        let desk = try Desk([1])
        try harm.befall(desk.file)
        let error = #expect(throws: DiscoveryError.self) { try SimulatedSource(list: desk.file, on: desk.reactor) }
        let said = "'\(desk.file)' is no list of devices that can be followed: \(harm.rawValue)"
        #expect(error?.description.hasPrefix(said) == true, "\(String(describing: error))")
        await desk.end()
    }

    @Test func aMistakeAtTheStartIsToldAfterTheDevices() async throws {
        let desk = try Desk([1])
        try desk.append("nonsense\n")
        let source = try SimulatedSource(list: desk.file, on: desk.reactor)
        guard case .resync(let devices) = try await source.next() else {
            Issue.record("the devices come first")
            return
        }
        #expect(devices.map(\.usbPath) == ["1-1"])
        #expect(try await source.next() == .troubles(["\(desk.file):2: not a JSON object"]))
        await source.close()
        await desk.end()
    }

    @Test func aMistakeIsToldOnceAndTheOtherLinesHold() async throws {
        let desk = try Desk([1])
        #expect(try await desk.next() == ["1-1"])
        try desk.replace("nonsense\n" + Desk.text([2]))
        #expect(try await desk.source.next() == .troubles(["\(desk.file):1: not a JSON object"]))
        #expect(try await desk.next() == ["1-2"])
        try desk.replace("nonsense\n" + Desk.text([2, 3]))
        guard case .resync(let devices) = try await desk.source.next() else {
            Issue.record("the mistake was told twice")
            return
        }
        #expect(devices.count == 2)
        try desk.replace(Desk.text([2, 3]))
        #expect(try await desk.troubles() == [], "it is right again")
        await desk.end()
    }

    @Test func aFolderThatGoesKeepsTheDevicesAndSaysSo() async throws {
        let desk = try Desk([1])
        #expect(try await desk.next() == ["1-1"])
        try desk.removeFolder()
        var said = try await desk.troubles()
        // Its file goes first.
        while said.first?.contains("its folder is gone") != true { said = try await desk.troubles() }
        #expect(said.count == 1 && said.first?.hasSuffix("make the list again and restart the service") == true)
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
