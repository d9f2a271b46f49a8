/// What a USB device says of itself, read from its descriptors as the kernel reads them (USB 2.0, 9.6): sysfs shows the
/// bytes in `descriptors`, and single fields of them in the attributes beside it.
struct USBDescriptor: Sendable, Hashable {
    /// The device's, then that of its one configuration, with those of interfaces and endpoints, in wire order.
    let bytes: [UInt8]

    private static let deviceLength = 18
    private static let configurationLength = 9

    /// - Parameters:
    ///   - device: the 18 bytes of the device descriptor.
    ///   - configuration: with at least one interface; all its interfaces are alike.
    init(device: [UInt8], configuration: [UInt8]) {
        precondition(
            device.count == Self.deviceLength && configuration.count >= 2 * Self.configurationLength,
            "descriptors are written by this program, whole")
        bytes = device + configuration
    }

    var vendor: UInt16 { word(8) }
    var product: UInt16 { word(10) }
    /// `bcdDevice`.
    var release: UInt16 { word(12) }
    var deviceClass: UInt8 { bytes[4] }
    var deviceProtocol: UInt8 { bytes[6] }
    /// Of endpoint 0, in bytes.
    var packetSize: UInt8 { bytes[7] }
    var interfaces: UInt8 { configuration(4) }
    var attributes: UInt8 { configuration(7) }
    /// From the bus, at most.
    var milliamperes: Int { Int(configuration(8)) * 2 }
    /// Of every interface, as subclass and protocol are.
    var endpoints: UInt8 { interface(4) }
    var interfaceClass: UInt8 { interface(5) }
    var interfaceSubclass: UInt8 { interface(6) }
    var interfaceProtocol: UInt8 { interface(7) }

    private func word(_ offset: Int) -> UInt16 { UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8 }
    private func configuration(_ offset: Int) -> UInt8 { bytes[Self.deviceLength + offset] }
    private func interface(_ offset: Int) -> UInt8 { configuration(Self.configurationLength + offset) }
}
