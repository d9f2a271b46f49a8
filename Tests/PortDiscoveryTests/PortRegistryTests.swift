import PortDiscovery
import RigModel
import Testing

@Suite struct PortRegistryTests {
    @Test func aQuadBecomesFourPortsNamedBySerialNumberAndChannel() throws {
        var registry = PortRegistry()
        let changes = registry.apply(FakeAdapter().added)
        #expect(changes.brief == ["+FT7ABCDE-A#1", "+FT7ABCDE-B#1", "+FT7ABCDE-C#1", "+FT7ABCDE-D#1"])
        let port = try #require(registry.ports.last)
        #expect(port.channel == .d)
        #expect(port.chip == .ft4232h)
        #expect(port.product == "Quad RS232-HS")
        #expect(port.devicePath == "/dev/ttyUSB3")
        #expect(port.usbPath == "1-2")
        #expect(port.degraded == nil)
    }

    @Test func portsAreInOrderWhateverTheOrderOfEvents() {
        var registry = PortRegistry()
        for channel in [0, 3, 2, 1] { _ = registry.apply(.added(FakeAdapter().tty(channel))) }
        #expect(registry.ports.map(\.channel) == [.a, .b, .c, .d])
    }

    @Test func aReplugUnderOtherTTYNamesKeepsTheNamesAndCountsIncarnations() {
        var registry = PortRegistry()
        let first = FakeAdapter(channels: 2)
        let second = FakeAdapter(socket: "1-4", channels: 2, firstTTY: 4)
        registry.apply(first.added)
        #expect(registry.apply(first.removed).brief == ["-FT7ABCDE-A#1 unplugged", "-FT7ABCDE-B#1 unplugged"])
        #expect(registry.ports.isEmpty)
        #expect(registry.apply(second.added).brief == ["+FT7ABCDE-A#2", "+FT7ABCDE-B#2"])
        #expect(registry.ports.map(\.devicePath) == ["/dev/ttyUSB4", "/dev/ttyUSB5"])
    }

    @Test func whatIsToldTwiceIsTakenOnce() {
        var registry = PortRegistry()
        registry.apply(FakeAdapter().added)
        #expect(registry.apply(FakeAdapter().added).isEmpty)
        #expect(registry.apply(.resync(FakeAdapter().ttys.reversed())).isEmpty)
    }

    @Test func removalOfAnUnknownDeviceIsNothing() {
        var registry = PortRegistry()
        #expect(registry.apply(.removed(syspath: "/sys/devices/virtual/tty/tty1")).isEmpty)
    }

    @Test func factsThatCameLaterAreAChangeOfTheSameIncarnation() {
        var registry = PortRegistry()
        registry.apply(FakeAdapter(product: "", channels: 1).added)
        #expect(registry.apply(FakeAdapter(channels: 1).added).brief == ["~FT7ABCDE-A#1"])
        #expect(registry.ports.first?.product == "Quad RS232-HS")
    }

    // MARK: - Removals that were lost

    @Test func aReplugUnderAnotherTTYWhoseRemovalWasLostIsANewIncarnation() {
        var registry = PortRegistry()
        registry.apply(FakeAdapter(channels: 1).added)
        let changes = registry.apply(FakeAdapter(channels: 1, firstTTY: 1).added)
        #expect(changes.brief == ["-FT7ABCDE-A#1 unplugged and plugged in again", "+FT7ABCDE-A#2"])
        // The late removal of the first tty is of something long replaced.
        #expect(registry.apply(FakeAdapter(channels: 1).removed).isEmpty)
    }

    @Test func aReplugUnderTheSameTTYIsToldByTheBusAddress() {
        var registry = PortRegistry()
        registry.apply(FakeAdapter(channels: 2, usbAddress: 5).added)
        let changes = registry.apply(.resync(FakeAdapter(channels: 2, usbAddress: 6).ttys))
        #expect(
            changes.brief == [
                "-FT7ABCDE-A#1 unplugged and plugged in again", "-FT7ABCDE-B#1 unplugged and plugged in again",
                "+FT7ABCDE-A#2", "+FT7ABCDE-B#2",
            ])
        #expect(registry.apply(FakeAdapter(channels: 2, usbAddress: nil).added).isEmpty)
    }

    @Test func anotherAdapterInTheSocketShowsThatTheFirstIsGone() {
        var registry = PortRegistry()
        registry.apply(FakeAdapter(channels: 2).added)
        let other = FakeAdapter(serial: "FTOTHER", productID: "6001", bcdDevice: 0x0600, channels: 1)
        #expect(
            registry.apply(other.added).brief == [
                "-FT7ABCDE-A#1 unplugged", "-FT7ABCDE-B#1 unplugged", "+FTOTHER-A#1",
            ])
    }

    @Test func lossIsSaidAndChangesNothingUntilAllIsReadAnew() {
        var registry = PortRegistry()
        registry.apply(FakeAdapter(channels: 1).added)
        let changes = registry.apply(.overflowed)
        #expect(changes.brief == ["!"])
        #expect(changes.warnings.first?.contains("Linux dropped some") == true)
        #expect(registry.ports.map(\.id) == ["FT7ABCDE-A"])
        #expect(registry.apply(.resync([])).brief == ["-FT7ABCDE-A#1 unplugged"])
    }

    @Test func resyncIsTheDifference() {
        var registry = PortRegistry()
        registry.apply(FakeAdapter(channels: 1).added)
        let stays = FakeAdapter(socket: "1-3", serial: "FTSTAY", channels: 1, firstTTY: 4)
        let comes = FakeAdapter(socket: "1-4", serial: "FTCOME", channels: 1, firstTTY: 5)
        registry.apply(stays.added)
        #expect(
            registry.apply(.resync(comes.ttys + stays.ttys)).brief == ["-FT7ABCDE-A#1 unplugged", "+FTCOME-A#1"])
    }

    // MARK: - Serial numbers that do not identify

    @Test func aSerialNumberOnTwoBoardsNamesBothByTheirSocketsUntilOneIsLeft() throws {
        var registry = PortRegistry()
        let one = FakeAdapter(channels: 1)
        let two = FakeAdapter(socket: "1-3.1", channels: 1, firstTTY: 1)
        registry.apply(one.added)
        let changes = registry.apply(two.added)
        #expect(
            changes.brief == [
                "-FT7ABCDE-A#1 known as usb-1-2-A from now on", "+usb-1-2-A#1", "+usb-1-3.1-A#1", "!",
            ])
        let warning = try #require(changes.warnings.first)
        #expect(warning.contains("FT7ABCDE") && warning.contains("1-2, 1-3.1"))
        #expect(registry.ports.map(\.degraded).allSatisfy { $0 != nil })
        #expect(registry.ports.first?.degraded == "serial number FT7ABCDE is also in USB socket 1-3.1")

        let third = FakeAdapter(socket: "1-4", channels: 1, firstTTY: 2)
        #expect(registry.apply(third.added).brief == ["~usb-1-2-A#1", "~usb-1-3.1-A#1", "+usb-1-4-A#1", "!"])
        #expect(
            registry.apply(third.removed).brief == ["-usb-1-4-A#1 unplugged", "~usb-1-2-A#1", "~usb-1-3.1-A#1", "!"])

        #expect(
            registry.apply(one.removed).brief == [
                "-usb-1-2-A#1 unplugged", "-usb-1-3.1-A#1 known as FT7ABCDE-A from now on", "+FT7ABCDE-A#2",
            ])
        #expect(registry.ports.first?.degraded == nil)
    }

    @Test(arguments: [nil, "", "   "] as [String?])
    func aBlankSerialNumberNamesTheBoardByItsSocketAndSaysSo(serial: String?) {
        var registry = PortRegistry()
        let changes = registry.apply(.resync(FakeAdapter(socket: "3-1.4", serial: serial, channels: 2).ttys))
        #expect(changes.brief == ["+usb-3-1.4-A#1", "+usb-3-1.4-B#1", "!"])
        #expect(changes.warnings.first?.contains("3-1.4") == true)
        #expect(registry.ports.allSatisfy { $0.degraded != nil })
    }

    @Test func twoBlankBoardsAreTwoBoards() {
        var registry = PortRegistry()
        registry.apply(FakeAdapter(serial: nil, channels: 1).added)
        registry.apply(FakeAdapter(socket: "1-3", serial: nil, channels: 1, firstTTY: 1).added)
        #expect(registry.ports.map(\.id) == ["usb-1-2-A", "usb-1-3-A"])
    }

    @Test(arguments: [
        ("FT7ABCDE", "FT7ABCDE"), ("A/B C", "A_B_C"), (".hidden", "_hidden"), ("ümlaut", "__mlaut"),
        ("A#1+2:3", "A_1_2_3"),
        (String(repeating: "7", count: 90), String(repeating: "7", count: 62)),
        // It could be taken for the socket of another board.
        ("usb-1-3", "usb-1-2"),
    ])
    func everyNameIsSafeAsAFileName(serial: String, board: String) {
        var registry = PortRegistry()
        registry.apply(FakeAdapter(serial: serial, channels: 1).added)
        #expect(registry.ports.map(\.board.rawValue) == [board])
        #expect(registry.ports.allSatisfy { $0.id.isPlainName })
        #expect(registry.ports.first?.serial == serial)
    }

    @Test func serialNumbersThatBecomeOneNameCountAsOne() {
        var registry = PortRegistry()
        registry.apply(FakeAdapter(serial: "A/1", channels: 1).added)
        registry.apply(FakeAdapter(socket: "1-3", serial: "A:1", channels: 1, firstTTY: 1).added)
        #expect(registry.ports.map(\.board) == ["usb-1-2", "usb-1-3"])
    }

    // MARK: - Other adapters

    @Test func portsOfOneInterfaceAreToldApartByTheirNumber() {
        var registry = PortRegistry()
        var second = FakeAdapter(channels: 1, firstTTY: 1).tty(0)
        second.portNumber = 1
        registry.apply([.added(FakeAdapter(channels: 1).tty(0)), .added(second)])
        #expect(registry.ports.map(\.id) == ["FT7ABCDE-A", "FT7ABCDE-B"])
    }

    @Test func aPortPastChannelDIsLeftOutAndSaidSo() {
        var registry = PortRegistry()
        let changes = registry.apply(.resync(FakeAdapter(channels: 5).ttys))
        #expect(registry.ports.count == 4)
        #expect(changes.warnings == ["/dev/ttyUSB4 is not used: it is past channel D of the board FT7ABCDE"])
    }

    @Test func anUnknownReleaseIsAPortWithoutAChip() {
        var registry = PortRegistry()
        registry.apply(FakeAdapter(bcdDevice: 0x9999, channels: 1).added)
        #expect(registry.ports.first?.chip == nil)
    }
}
