import RigModel
import Testing

@testable import World

@Suite("What a world is made of, as values")
struct ValueTests {
    @Test(
        "MurmurHash2 is that of libudev",
        arguments: [
            ("tty", 0x8afa_90c8), ("usb", 0x577_c5e5), ("usb_device", 0x27f8_f50c), ("usb-serial", 0x4563_f9ab),
            ("systemd", 0xa75f_972a), ("", 0),
        ] as [(String, UInt32)])
    func murmur(text: String, hash: UInt32) { #expect(MurmurHash2.hash(text) == hash) }

    @Test("a message has libudev's header before its properties")
    func message() {
        let bytes = UdevMessage(action: .add, devicePath: "/devices/x", subsystem: "tty", tags: ["systemd"]).bytes(
            sequence: 7)
        let body = "ACTION=add\0DEVPATH=/devices/x\0SUBSYSTEM=tty\0SEQNUM=7\0TAGS=:systemd:\0CURRENT_TAGS=:systemd:\0"
        #expect(Array(bytes[..<8]) == Array("libudev\0".utf8))
        #expect(Array(bytes[8..<12]) == [0xfe, 0xed, 0xca, 0xfe])
        #expect(bytes[12] == 40 && bytes[16] == 40 && Int(bytes[20]) == body.utf8.count)
        #expect(Array(bytes[24..<32]) == [0x8a, 0xfa, 0x90, 0xc8, 0, 0, 0, 0])
        #expect(Array(bytes[40...]) == Array(body.utf8))
    }

    @Test("a tag sets at most four bits of the filter, and always the same")
    func bloom() {
        #expect((1...4).contains(UdevMessage.bloom("systemd").nonzeroBitCount))
        #expect(UdevMessage.bloom("systemd") != UdevMessage.bloom("seat"))
    }

    @Test("strings of a device become properties as udev makes them")
    func text() {
        #expect(UdevText.safe(" Quad  RS232-HS/x ") == "Quad_RS232-HS_x")
        #expect(UdevText.encoded("Quad RS232/HS") == "Quad\\x20RS232\\x2fHS")
        #expect(UdevText.tag("pci-0000:00:14.0-usb-0:2.1:1.0") == "pci-0000_00_14_0-usb-0_2_1_1_0")
    }

    @Test("a USB socket knows the hubs that it hangs on")
    func address() throws {
        let address = try #require(USBAddress("1-2.1.4"))
        #expect(address.hubs.map(\.description) == ["1-2", "1-2.1"])
        #expect(address.devicePath == "devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2.1/1-2.1.4")
        for text in ["", "1", "1-", "1-0", "usb1", "1-2.", "a-2", "1-2-3"] { #expect(USBAddress(text) == nil) }
    }

    @Test("links are relative, as the kernel writes them")
    func links() {
        #expect(SysfsPlan.relative(from: "class/tty/ttyUSB0", to: "devices/x/ttyUSB0") == "../../devices/x/ttyUSB0")
        #expect(SysfsPlan.relative(from: "devices/a/b/device", to: "devices/a") == "..")
    }

    @Test("an adapter without serial number has neither the attribute nor the property")
    func blankSerial() throws {
        let adapter = Adapter(
            address: try #require(USBAddress("1-1")), number: 2, productID: 0x6001, chip: .ft232r, product: "FT232R",
            serial: nil, ttys: [3])
        let files = SysfsPlan.adapter(adapter).entries.compactMap { entry in
            if case .file(let path, _) = entry { path } else { nil }
        }
        #expect(!files.contains { $0.hasSuffix("/serial") })
        #expect(files.contains { $0.hasSuffix("/ttyUSB3/tty/ttyUSB3/dev") })
        #expect(adapter.ttyIdentity(0)["ID_SERIAL_SHORT"] == nil)
        #expect(adapter.ttyIdentity(0)["ID_SERIAL"] == "FTDI_FT232R")
    }

    @Test("each port gets the lowest free number, or the one that was asked for")
    func numbers() throws {
        var numbers = TTYNumbers()
        #expect(try numbers.take(2, for: "a") == [0, 1])
        #expect(try numbers.take(exactly: [3], for: "b") == [3])
        #expect(try numbers.take(2, for: "c") == [2, 4])
        numbers.free([1])
        #expect(try numbers.take(1, for: "a") == [1])
        #expect(throws: WorldError.noTTY(free: 507, needed: 508)) { try numbers.take(508, for: "d") }
        #expect(TTYNumbers.number(of: "/dev/ttyUSB9") == 9)
        #expect(TTYNumbers.number(of: "ttyACM0") == nil)
    }

    @Test("a number that is held is not given by itself; those that are asked for come in the order of asking")
    func heldNumbers() throws {
        var numbers = TTYNumbers()
        #expect(try numbers.take(3, for: "a", held: [1]) == [0, 2, 3])
        #expect(try numbers.take(exactly: [9, 7, 8], for: "b") == [9, 7, 8])
        #expect(try numbers.take(exactly: [6], for: "c") == [6])
    }

    @Test("who cannot have a number is told who has it and which are free; what a board has itself is free for it")
    func takenNumbers() throws {
        var numbers = TTYNumbers()
        #expect(try numbers.take(4, for: "left") == [0, 1, 2, 3])
        #expect(try numbers.take(exactly: [8, 9], for: "spare") == [8, 9])
        func refusal(_ wanted: [Int], _ board: String) -> String? {
            do { try numbers.check(wanted, for: board) } catch { return "\(error)" }
            return nil
        }
        #expect(
            refusal([9, 10, 11, 12], "left")
                == "ttyUSB9 is board spare's; 4 numbers are needed, and free are ttyUSB0-7, ttyUSB10-511")
        #expect(
            refusal([511, 512], "new") == "ttyUSB512 is past the last number; 2 numbers are needed, "
                + "and free are ttyUSB4-7, ttyUSB10-511")
        #expect(refusal([6, 6], "new")?.hasPrefix("ttyUSB6 is named twice; ") == true)
        #expect(refusal([2, 3, 4, 5], "left") == nil)
        #expect(refusal([3], "spare")?.hasPrefix("ttyUSB3 is board left's; a number is needed") == true)
        #expect(throws: (any Error).self) { try numbers.take(exactly: [7, 8], for: "new") }
        // A refusal takes nothing.
        #expect(refusal([7], "spare") == nil)
    }

    @Test("events are told, held to be told in one go, or lost")
    func gate() {
        func event(_ path: String) -> UdevMessage { UdevMessage(action: .add, devicePath: path, subsystem: "tty") }
        var gate = EventGate()
        #expect(gate.pass(event("/a")) == [event("/a")])
        #expect(gate.turn(to: .hold) == [])
        #expect(gate.pass(event("/b")) == [] && gate.pass(event("/c")) == [])
        #expect(gate.turn(to: .tell) == [event("/b"), event("/c")])
        #expect(gate.turn(to: .tell) == [])
        #expect(gate.turn(to: .lose) == [] && gate.pass(event("/d")) == [])
        #expect(gate.turn(to: .tell) == [])
        #expect(gate.pass(event("/e")) == [event("/e")])
    }

    @Test("drops are those of listeners to udev, and of nobody else")
    func drops() {
        let table = """
            sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
            0000000000000000 0   1234       00000000 0        0        0     2        50       1001
            0000000000000000 15  1234       00000002 425000   0        0     2        3        1002
            0000000000000000 15  99         00000001 0        0        0     2        7        1003
            0000000000000000 15  98         00000003 0        0        0     2        4        1004

            """
        #expect(NetlinkDrops.count(in: table) == 7)
        #expect(NetlinkDrops.count(in: "") == 0)
    }

    @Test("a bus gives the next address each time, and begins again after 127")
    func busNumbers() {
        var numbers = BusNumbers()
        let first = (0..<126).compactMap { _ in numbers.take(on: 1) }
        #expect(first == Array(2...127))
        #expect(numbers.take(on: 1) == nil)
        numbers.free(5, on: 1)
        #expect(numbers.take(on: 1) == 5)
        #expect(numbers.take(on: 2) == 2)
    }

    @Test(
        "a world's folder is never below /run",
        arguments: [
            ("/run/user/1000", "/tmp/uutsim-1000"), ("/var/run/x", "/tmp/uutsim-1000"), (nil, "/tmp/uutsim-1000"),
            ("/home/a/run", "/home/a/run/uutsim"), ("relative", "/tmp/uutsim-1000"),
        ] as [(String?, String)])
    func folder(runtime: String?, parent: String) {
        #expect(WorldFolder.parent(runtimeFolder: runtime, user: 1000) == parent)
    }

    @Test("/run itself is covered only where it has no udev")
    func mounts() {
        let plain = MountPlan(scratch: "/s", host: .init(run: ["udev": .directory, "lock": .directory]))
        #expect(plain.steps.contains(.bind("/s/udev", onto: "/run/udev", recursive: true)))
        let bare = MountPlan(scratch: "/s", host: .init(run: ["lock": .directory, "shm": .link("/dev/shm")]))
        #expect(bare.steps.contains(.bind("/s/run", onto: "/run", recursive: true)))
        #expect(bare.steps.contains(.symlink(at: "/s/run/shm", text: "/dev/shm")))
        #expect(bare.steps.last == .detach("/s"))
    }
}
