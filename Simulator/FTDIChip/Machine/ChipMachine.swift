public import RigModel

/// An FTDI chip: a value that is told what the host and the board do and when, and answers what to do.
///
/// It has no clock and does no I/O. Times are since the chip was made. Who drives it calls ``tick(at:)`` no later than
/// ``nextWake``; being late delays what comes out, never changes it.
public struct ChipMachine: Sendable {
    public let identity: ChipIdentity
    let descriptors: ChipDescriptors
    var ports: [ChipPort]
    /// The errors that the next bytes of the board get.
    private var errors: [Channel: [LineError]] = [:]
    /// What the driver has set, the last few hundred times, oldest first.
    public private(set) var history: [(channel: Channel, settings: ChannelSettings)] = []
    private static let historyLimit = 512

    public init(_ identity: ChipIdentity) {
        self.identity = identity
        descriptors = ChipDescriptors(of: identity)
        ports = identity.channels.map { ChipPort(channel: $0, chip: identity.chip) }
    }

    /// When it wants to be told the time again; nil: not before something happens to it.
    public var nextWake: Duration? { ports.compactMap(\.nextWake).min() }

    /// Does what is due.
    public mutating func tick(at time: Duration) -> [ChipAction] {
        var actions: [ChipAction] = []
        for index in ports.indices { ports[index].advance(to: time, &actions) }
        return actions
    }

    /// Does what the host asks.
    public mutating func handle(_ request: USBRequest, at time: Duration) -> [ChipAction] {
        var actions = tick(at: time)
        switch request {
        case .control(let id, let setup, _):
            let result = answer(setup, &actions)
            actions.append(.complete(USBCompletion(id: id, result)))
        case .read(let id, let endpoint, let length):
            if let port = port(of: endpoint, isInput: true) {
                ports[port].read(id, length: length, at: time, &actions)
            } else {
                actions.append(.complete(USBCompletion(id: id, .stalled)))
            }
        case .write(let id, let endpoint, let bytes):
            if let port = port(of: endpoint, isInput: false) {
                ports[port].write(id, bytes, at: time, &actions)
            } else {
                actions.append(.complete(USBCompletion(id: id, .stalled)))
            }
        case .cancel(let id):
            for index in ports.indices where ports[index].cancel(id, &actions) { break }
        case .reset:
            for port in ports where port.isOpen { actions.append(.closed(port.channel)) }
            let wedged = ports.map(\.isWedged)
            ports = identity.channels.map { ChipPort(channel: $0, chip: identity.chip) }
            for index in ports.indices { ports[index].isWedged = wedged[index] }
        }
        return actions
    }

    /// The board says something.
    /// - Returns: what is to be done, and how many bytes there was no room for.
    public mutating func transmit(_ bytes: [UInt8], on channel: Channel, at time: Duration) -> (
        actions: [ChipAction], lost: Int
    ) {
        let actions = tick(at: time)
        guard let index = index(of: channel), !bytes.isEmpty else { return (actions, 0) }
        let error = errors[channel]?.first
        if error != nil { errors[channel]?.removeFirst() }
        return (actions, ports[index].transmit(bytes, error: error, at: time))
    }

    /// The next byte that the board says arrives like that.
    public mutating func damageNextByte(with error: LineError, on channel: Channel) {
        errors[channel, default: []].append(error)
    }

    /// Whether a channel has stopped taking what the host sends. The host's transfers wait until it goes on.
    public mutating func setWedged(_ isWedged: Bool, on channel: Channel, at time: Duration) -> [ChipAction] {
        guard let index = index(of: channel), ports[index].isWedged != isWedged else { return [] }
        var actions = tick(at: time)
        ports[index].isWedged = isWedged
        ports[index].sendingBegan = time
        ports[index].completeWrites(&actions)
        return actions
    }

    /// How the driver has set a channel; nil where the chip has no such channel.
    public func settings(of channel: Channel) -> ChannelSettings? { index(of: channel).map { ports[$0].settings } }
    public func isOpen(_ channel: Channel) -> Bool { index(of: channel).map { ports[$0].isOpen } ?? false }

    /// Whether all that the board has said is with the host, where the host reads at all.
    public var isDrained: Bool {
        ports.allSatisfy { port in
            !port.isOpen || (port.line.isEmpty && port.received.isEmpty && port.reads.allSatisfy(\.bytes.isEmpty))
        }
    }

    func index(of channel: Channel) -> Int? {
        ports.indices.contains(Int(channel.rawValue)) ? Int(channel.rawValue) : nil
    }

    private func port(of endpoint: UInt8, isInput: Bool) -> Int? {
        guard Endpoint.isInput(endpoint) == isInput else { return nil }
        return Endpoint.channel(of: endpoint).flatMap(index)
    }

    mutating func note(_ index: Int, _ actions: inout [ChipAction]) {
        let entry = (channel: ports[index].channel, settings: ports[index].settings)
        if let last = history.last(where: { $0.channel == entry.channel }), last.settings == entry.settings { return }
        if history.count >= Self.historyLimit { history.removeFirst(Self.historyLimit / 2) }
        history.append(entry)
        actions.append(.changed(entry.channel, entry.settings))
    }
}
