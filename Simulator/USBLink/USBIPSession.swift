public import FTDIChip

/// A chip's side of USB/IP once it is attached, as Linux' vhci-hcd speaks it (linux, Documentation/usb/usbip_protocol.rst).
public struct USBIPSession: USBSession {
    private enum Command: UInt32 { case submit = 1, unlink, submitted, unlinked }
    private static let header = 48
    /// Before the fields of the command: command, number, device, direction, endpoint.
    private static let basics = 20
    private static let longestTransfer = 1 << 20
    /// Linux' numbers, negated.
    private static let brokenPipe: Int32 = -32
    private static let connectionReset: Int32 = -104

    private var pending: [UInt8] = []
    private var asked: Set<UInt64> = []
    /// The numbers of the requests to forget others, by what is to be forgotten.
    private var unlinks: [UInt64: UInt32] = [:]

    public init() {}

    public mutating func greeting() -> [UInt8] { [] }

    public mutating func receive(_ bytes: [UInt8]) throws(USBProtocolError) -> [USBSessionStep] {
        pending += bytes
        var steps: [USBSessionStep] = []
        var start = pending.startIndex
        while let step = try next(&start) { steps.append(step) }
        pending.removeFirst(start)
        return steps
    }

    private mutating func next(_ start: inout Int) throws(USBProtocolError) -> USBSessionStep? {
        guard pending.count - start >= Self.header else { return nil }
        var reader = FieldReader(
            pending[start...], .big, kind: pending[start...].prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
        let number: UInt32 = try reader.next()
        switch Command(rawValue: number) {
        case .submit: return try submit(&reader, &start)
        case .unlink:
            start += Self.header
            return try unlink(&reader)
        case .submitted, .unlinked, nil: throw .unknownCommand(number)
        }
    }

    private mutating func submit(
        _ reader: inout FieldReader, _ start: inout Int
    ) throws(USBProtocolError) -> USBSessionStep? {
        let id = UInt64(try reader.next(UInt32.self))
        _ = try reader.next(UInt32.self)
        let isInput = try reader.next(UInt32.self) == 1
        let endpoint = UInt8(truncatingIfNeeded: try reader.next(UInt32.self))
        _ = try reader.next(UInt32.self)
        let length = Int(try reader.next(UInt32.self))
        guard length <= Self.longestTransfer else { throw .tooLong(kind: Command.submit.rawValue, bytes: length) }
        // Where a transfer with packets of fixed times would say how many; adapters have none.
        _ = try reader.take(12)
        var setup = FieldReader(try reader.take(8), .little, kind: Command.submit.rawValue)
        let carried = isInput ? 0 : length
        guard reader.rest.count >= carried else { return nil }
        let data = Array(reader.rest.prefix(carried))
        start += Self.header + carried
        asked.insert(id)
        if endpoint != 0 {
            return .request(
                isInput
                    ? .read(id: id, endpoint: endpoint | 0x80, length: length)
                    : .write(id: id, endpoint: endpoint, data))
        }
        let packet = SetupPacket(
            type: try setup.next(), request: try setup.next(), value: try setup.next(), index: try setup.next(),
            length: try setup.next())
        return .request(.control(id: id, packet, data: data))
    }

    private mutating func unlink(_ reader: inout FieldReader) throws(USBProtocolError) -> USBSessionStep {
        let number: UInt32 = try reader.next()
        _ = try reader.take(12)
        let victim = UInt64(try reader.next(UInt32.self))
        // What has been answered cannot be forgotten any more.
        guard asked.contains(victim) else { return .send(Self.message(.unlinked, number, status: 0)) }
        unlinks[victim] = number
        return .request(.cancel(id: victim))
    }

    public mutating func encode(_ completion: USBCompletion) -> [UInt8] {
        guard asked.remove(completion.id) != nil else { return [] }
        let unlink = unlinks.removeValue(forKey: completion.id)
        let number = UInt32(truncatingIfNeeded: completion.id)
        switch completion.result {
        case .read(let bytes): return Self.message(.submitted, number, status: 0, length: bytes.count, bytes)
        case .wrote(let count): return Self.message(.submitted, number, status: 0, length: count)
        case .stalled: return Self.message(.submitted, number, status: Self.brokenPipe)
        case .cancelled:
            return unlink.map { Self.message(.unlinked, $0, status: Self.connectionReset) } ?? []
        }
    }

    private static func message(
        _ command: Command, _ number: UInt32, status: Int32, length: Int = 0, _ data: [UInt8] = []
    ) -> [UInt8] {
        var writer = FieldWriter(.big)
        writer.append(command.rawValue)
        writer.append(number)
        writer.append(bytes: [UInt8](repeating: 0, count: basics - 8))
        writer.append(status)
        writer.append(UInt32(length))
        writer.append(bytes: [UInt8](repeating: 0, count: header - writer.bytes.count))
        return writer.bytes + data
    }
}
