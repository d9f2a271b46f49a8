/// What a USB device says of itself, as far as the kernel shows it in `descriptors` and in the attributes beside it.
struct USBDescriptor: Sendable, Hashable {
    var vendor: UInt16
    var product: UInt16
    /// `bcdDevice`.
    var release: UInt16
    var deviceClass: UInt8 = 0
    var deviceProtocol: UInt8 = 0
    /// Of every interface; subclass and protocol are the same where it is vendor specific (FTDI), else 0.
    var interfaceClass: UInt8
    var interfaces: UInt8
    var endpoints: UInt8
    var milliamperes: Int

    var interfaceSubclass: UInt8 { interfaceClass == 0xff ? 0xff : 0 }
    var interfaceProtocol: UInt8 { interfaceSubclass }

    /// Device, configuration, interface and endpoint descriptors in wire order (USB 2.0, 9.6).
    /// - Parameter hasSerial: whether the device gives a serial number string.
    func bytes(hasSerial: Bool) -> [UInt8] {
        var device: [UInt8] = [18, 1, 0x00, 0x02, deviceClass, 0, deviceProtocol, 64]
        for word in [vendor, product, release] { device += [UInt8(word & 0xff), UInt8(word >> 8)] }
        device += [1, 2, hasSerial ? 3 : 0, 1]
        var body: [UInt8] = []
        for interface in 0..<interfaces {
            body += [9, 4, interface, 0, endpoints, interfaceClass, interfaceSubclass, interfaceProtocol, 2]
            for endpoint in 0..<endpoints {
                // FTDI: bulk in 0x81, bulk out 0x02, in 0x83, out 0x04 ...; a hub: one interrupt in.
                let number = interface * endpoints + endpoint + 1
                let isHub = interfaceClass == 9
                body += [7, 5, endpoint == 0 ? number | 0x80 : number, isHub ? 3 : 2, isHub ? 4 : 0, isHub ? 0 : 2]
                body += [isHub ? 12 : 0]
            }
        }
        let length = body.count + 9
        let configuration: [UInt8] = [
            9, 2, UInt8(length & 0xff), UInt8(length >> 8), interfaces, 1, 0, isBusPowered ? 0x80 : 0xe0,
            UInt8(milliamperes / 2),
        ]
        return device + configuration + body
    }

    var isBusPowered: Bool { milliamperes > 0 }
}
