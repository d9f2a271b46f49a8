public import FTDIChip
internal import RigModel

/// A chip's side of usb-redir, whose other side is QEMU's device `usb-redir`.
public struct RedirSession: USBSession {
    /// What a usb-redir may be able to do, by the number of its bit. No bulk receiving: the chip's own packets matter.
    private enum Ability: Int, CaseIterable {
        case connectDeviceVersion = 1
        case endpointPacketSize = 4
        case wideIDs = 5
        case wideBulkLength = 6

        static let all = allCases.reduce(UInt32(0)) { $0 | 1 << $1.rawValue }
    }
    /// What an answer repeats of its request.
    private enum Asked: Sendable {
        case control(SetupPacket, endpoint: UInt8)
        case bulk(endpoint: UInt8, length: Int)
    }

    private let identity: ChipIdentity
    private var parser = RedirParser()
    private var asked: [UInt64: Asked] = [:]

    public init(_ identity: ChipIdentity) { self.identity = identity }

    public mutating func greeting() -> [UInt8] {
        var body = FieldWriter(.little)
        let version = Array("uutsim".utf8)
        body.append(bytes: version + [UInt8](repeating: 0, count: 64 - version.count))
        body.append(Ability.all)
        return RedirMessage(.hello, body.bytes).bytes
    }

    public mutating func receive(_ bytes: [UInt8]) throws(USBProtocolError) -> [USBSessionStep] {
        var steps: [USBSessionStep] = []
        for message in try parser.receive(bytes) { steps += try self.steps(for: message) }
        return steps
    }

    private mutating func steps(for message: RedirMessage) throws(USBProtocolError) -> [USBSessionStep] {
        var body = FieldReader(message.body[...], .little, kind: message.kind)
        switch RedirMessage.Kind(rawValue: message.kind) {
        case .hello:
            try check(&body)
            return [.send(Self.introduction(of: identity))]
        case .reset:
            asked = [:]
            return [.request(.reset)]
        case .setConfiguration:
            return [reply(.configurationStatus, to: message, [0, try body.next()])]
        case .getConfiguration: return [reply(.configurationStatus, to: message, [0, 1])]
        case .setAlternate:
            return [reply(.alternateStatus, to: message, [0, try body.next(), try body.next()])]
        case .getAlternate: return [reply(.alternateStatus, to: message, [0, try body.next(), 0])]
        case .cancel: return [.request(.cancel(id: message.id))]
        case .control: return [.request(try control(message.id, &body))]
        case .bulk: return [.request(try bulk(message.id, &body))]
        // Streams, isochronous and interrupt transfers, filters: nothing that a chip has, or that it is asked for.
        case .deviceConnect, .interfaceInfo, .endpointInfo, .configurationStatus, .alternateStatus, nil: return []
        }
    }

    private func check(_ body: inout FieldReader) throws(USBProtocolError) {
        _ = try body.take(64)
        let abilities = body.rest.isEmpty ? 0 : try body.next(UInt32.self)
        let missing = Ability.allCases.filter { abilities & 1 << $0.rawValue == 0 }
        if !missing.isEmpty { throw .lacks(missing.map { "\($0)" }) }
    }

    private func reply(_ kind: RedirMessage.Kind, to message: RedirMessage, _ body: [UInt8]) -> USBSessionStep {
        .send(RedirMessage(kind, id: message.id, body).bytes)
    }

    private mutating func control(_ id: UInt64, _ body: inout FieldReader) throws(USBProtocolError) -> USBRequest {
        let endpoint: UInt8 = try body.next()
        let request: UInt8 = try body.next()
        let type: UInt8 = try body.next()
        _ = try body.next(UInt8.self)
        let setup = SetupPacket(
            type: type, request: request, value: try body.next(), index: try body.next(), length: try body.next())
        asked[id] = .control(setup, endpoint: endpoint)
        return .control(id: id, setup, data: Array(body.rest))
    }

    private mutating func bulk(_ id: UInt64, _ body: inout FieldReader) throws(USBProtocolError) -> USBRequest {
        let endpoint: UInt8 = try body.next()
        _ = try body.next(UInt8.self)
        let low: UInt16 = try body.next()
        _ = try body.next(UInt32.self)
        let high: UInt16 = try body.next()
        let length = Int(high) << 16 | Int(low)
        asked[id] = .bulk(endpoint: endpoint, length: length)
        return Endpoint.isInput(endpoint)
            ? .read(id: id, endpoint: endpoint, length: length)
            : .write(id: id, endpoint: endpoint, Array(body.rest))
    }

    public mutating func encode(_ completion: USBCompletion) -> [UInt8] {
        guard let asked = asked.removeValue(forKey: completion.id) else { return [] }
        var data: [UInt8] = []
        var length = 0
        var status = RedirMessage.Status.success
        switch completion.result {
        case .read(let bytes):
            data = bytes
            length = bytes.count
        case .wrote(let count): length = count
        case .stalled: status = .stall
        case .cancelled: status = .cancelled
        }
        var body = FieldWriter(.little)
        switch asked {
        case .control(let setup, let endpoint):
            body.append(bytes: [endpoint, setup.request, setup.type, status.rawValue])
            for word in [setup.value, setup.index, UInt16(length)] { body.append(word) }
        case .bulk(let endpoint, _):
            body.append(bytes: [endpoint, status.rawValue])
            body.append(UInt16(length & 0xffff))
            body.append(UInt32(0))
            body.append(UInt16(length >> 16))
        }
        body.append(bytes: data)
        let isControl = if case .control = asked { true } else { false }
        return RedirMessage(isControl ? .control : .bulk, id: completion.id, body.bytes).bytes
    }
}
