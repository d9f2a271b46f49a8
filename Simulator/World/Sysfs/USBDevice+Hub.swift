extension USBDevice {
    /// A hub that stands between a root hub and adapters.
    static func hub(_ address: USBAddress, number: Int) -> USBDevice {
        USBDevice(
            name: "\(address)", devicePath: address.devicePath, bus: address.bus, number: number,
            portPath: address.portPath, speed: 480,
            descriptor: .hub(
                vendor: 0x05e3, product: 0x0608, release: 0x8536, serialString: 0, packet: 1, milliamperes: 100),
            manufacturer: "GenesysLogic", product: "USB2.0 Hub", serial: nil)
    }
}
