internal import RigModel

/// A chip's descriptors as they go over the bus (USB 2.0, 9.6).
public struct ChipDescriptors: Sendable {
    private enum Kind: UInt8 { case device = 1, configuration, string, interface, endpoint }
    private static let vendorSpecific: UInt8 = 0xff
    private static let bulk: UInt8 = 2
    private static let milliamperes = 90

    public let device: [UInt8]
    /// With those of its interfaces and endpoints.
    public let configuration: [UInt8]
    /// From string 1 on.
    private let strings: [String]

    public init(of identity: ChipIdentity) {
        let chip = identity.chip
        strings = [identity.manufacturer, identity.product] + (identity.serial.map { [$0] } ?? [])
        // The kernel expects 64 bytes on endpoint 0 of a high-speed device; a full-speed FTDI has 8.
        var device: [UInt8] = [18, Kind.device.rawValue, 0x00, 0x02, 0, 0, 0, chip.isHighSpeed ? 64 : 8]
        for word in [identity.vendorID, identity.productID, chip.bcdDevice] { device += word.littleEndianBytes }
        self.device = device + [1, 2, identity.serial == nil ? 0 : 3, 1]
        var body: [UInt8] = []
        for channel in identity.interfaces {
            let number = channel.rawValue
            let vendor = Self.vendorSpecific
            body += [9, Kind.interface.rawValue, number, 0, 2, vendor, vendor, vendor, 2]
            for address in [Endpoint.input(channel), Endpoint.output(channel)] {
                body +=
                    [7, Kind.endpoint.rawValue, address, Self.bulk] + UInt16(chip.packetSize).littleEndianBytes + [0]
            }
        }
        configuration =
            [9, Kind.configuration.rawValue] + UInt16(body.count + 9).littleEndianBytes
            + [UInt8(identity.channels.count), 1, 0, 0xa0, UInt8(Self.milliamperes / 2)] + body
    }

    /// The answer to GET_DESCRIPTOR; nil for one that the chip does not have.
    /// - Parameter value: kind and index, as in `wValue`.
    func bytes(for value: UInt16) -> [UInt8]? {
        switch Kind(rawValue: UInt8(value >> 8)) {
        case .device: device
        case .configuration: configuration
        case .string: string(Int(value & 0xff))
        case .interface, .endpoint, nil: nil
        }
    }

    private func string(_ index: Int) -> [UInt8]? {
        // String 0 is the list of languages: English.
        if index == 0 { return [4, Kind.string.rawValue, 0x09, 0x04] }
        guard strings.indices.contains(index - 1) else { return nil }
        let text = strings[index - 1].utf16.prefix(126).flatMap(\.littleEndianBytes)
        return [UInt8(text.count + 2), Kind.string.rawValue] + text
    }
}
