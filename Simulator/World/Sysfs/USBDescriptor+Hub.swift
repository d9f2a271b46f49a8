extension USBDescriptor {
    /// A high-speed hub with one transaction translator.
    /// - Parameters:
    ///   - packet: of its interrupt endpoint, in bytes.
    ///   - milliamperes: from the bus, besides its own supply.
    static func hub(
        vendor: UInt16, product: UInt16, release: UInt16, serialString: UInt8, packet: UInt8, milliamperes: Int
    ) -> USBDescriptor {
        func word(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xff), UInt8(value >> 8)] }
        let hubClass: UInt8 = 9
        let device =
            [18, 1, 0x00, 0x02, hubClass, 0, 1, 64] + word(vendor) + word(product) + word(release)
            + [1, 2, serialString, 1]
        let endpoint: [UInt8] = [7, 5, 0x81, 3, packet, 0, 12]
        let interface: [UInt8] = [9, 4, 0, 0, 1, hubClass, 0, 0, 0] + endpoint
        let header: [UInt8] = [9, 2, UInt8(9 + interface.count), 0, 1, 1, 0, 0xe0, UInt8(milliamperes / 2)]
        return USBDescriptor(device: device, configuration: header + interface)
    }
}
