internal import FTDIChip
internal import RigModel

extension RedirSession {
    /// What the other side must know of the chip before it can plug it in.
    static func introduction(of identity: ChipIdentity) -> [UInt8] {
        [
            RedirMessage(.endpointInfo, endpoints(of: identity)),
            RedirMessage(.interfaceInfo, interfaces(of: identity)),
            RedirMessage(.deviceConnect, device(identity)),
        ].flatMap(\.bytes)
    }

    private static let slots = 32
    private static let absent: UInt8 = 0xff

    /// For each of 16 outputs, then 16 inputs: kind, interval, interface, packet size.
    private static func endpoints(of identity: ChipIdentity) -> [UInt8] {
        let control: UInt8 = 0
        let bulk: UInt8 = 2
        var kinds = [UInt8](repeating: absent, count: slots)
        var interfaces = [UInt8](repeating: 0, count: slots)
        var sizes = [UInt16](repeating: 0, count: slots)
        for slot in [0, 16] { (kinds[slot], sizes[slot]) = (control, 64) }
        for channel in identity.channels {
            for address in [Endpoint.input(channel), Endpoint.output(channel)] {
                let slot = Int(address & 0x0f) + (Endpoint.isInput(address) ? 16 : 0)
                kinds[slot] = bulk
                interfaces[slot] = channel.rawValue
                sizes[slot] = UInt16(identity.chip.packetSize)
            }
        }
        var body = FieldWriter(.little)
        body.append(bytes: kinds + [UInt8](repeating: 0, count: slots) + interfaces)
        for size in sizes { body.append(size) }
        return body.bytes
    }

    /// How many there are; their numbers, classes, subclasses and protocols.
    private static func interfaces(of identity: ChipIdentity) -> [UInt8] {
        let numbers = identity.channels.map(\.rawValue)
        func padded(_ bytes: [UInt8]) -> [UInt8] { bytes + [UInt8](repeating: 0, count: slots - bytes.count) }
        let vendorSpecific = padded(numbers.map { _ in 0xff })
        var body = FieldWriter(.little)
        body.append(UInt32(numbers.count))
        body.append(bytes: padded(numbers) + vendorSpecific + vendorSpecific + vendorSpecific)
        return body.bytes
    }

    private static func device(_ identity: ChipIdentity) -> [UInt8] {
        let fullSpeed: UInt8 = 1
        let highSpeed: UInt8 = 2
        var body = FieldWriter(.little)
        body.append(bytes: [identity.chip.isHighSpeed ? highSpeed : fullSpeed, 0, 0, 0])
        for word in [identity.vendorID, identity.productID, identity.chip.bcdDevice] { body.append(word) }
        return body.bytes
    }
}
