import Testing

@testable import PortDiscovery

@Suite struct USBLocationTests {
    @Test func readsTheTopologyFromAnFTDIPort() throws {
        let path = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2.1/1-2.1:1.3/ttyUSB7/tty/ttyUSB7"
        let location = try #require(USBLocation(syspath: path))
        #expect(location.usbPath == "1-2.1")
        #expect(location.interface == 3)
        #expect(location.devicePath == "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2.1")
        #expect(location.interfacePath == "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2.1/1-2.1:1.3")
        #expect(location.portPath == location.interfacePath + "/ttyUSB7")
    }

    @Test func aModemHasNoPortBelowItsInterface() throws {
        let location = try #require(
            USBLocation(syspath: "/sys/devices/pci0000:00/0000:00:14.0/usb3/3-1/3-1:1.0/tty/ttyACM0"))
        #expect(location.usbPath == "3-1")
        #expect(location.portPath == nil)
    }

    @Test(arguments: [
        "/sys/devices/platform/serial8250/tty/ttyS0", "/sys/devices/virtual/tty/tty1",
        "/sys/devices/pci0000:00/0000:00:16.3/tty/ttyS4", "/sys/devices/pnp0/00:05/00:05:0/00:05:0.0/tty/ttyS0", "",
    ])
    func otherTTYsAreNotOnTheUSB(path: String) {
        #expect(USBLocation(syspath: path) == nil)
    }
}
