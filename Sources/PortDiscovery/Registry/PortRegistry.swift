public import RigModel

/// Which ports are plugged in and who they are: a value that turns device events into port changes.
///
/// A port is known by its board and channel, whatever tty it has at the moment; a board by its serial number, or by its
/// USB socket while that number is blank or another board has it too. Each time a port appears is a new incarnation.
public struct PortRegistry: Sendable {
    /// All by syspath, the one key that an event of removal can be trusted with.
    private var devices: [String: TTYDevice] = [:]
    private var portsByPath: [String: DiscoveredPort] = [:]
    /// How often each port has appeared since the start.
    private var incarnations: [PortID: Int] = [:]
    private var warnings: Set<String> = []
    /// What was wrong with the source when it told last.
    private var troubles: [String] = []

    public init() {}

    /// What is plugged in, in order of board and channel.
    public var ports: [DiscoveredPort] { portsByPath.values.sorted(by: Self.isBefore) }

    /// Takes an event in.
    ///
    /// - Returns: what it changed: first all that vanished, then what changed and appeared in order of board and channel,
    ///   then new warnings.
    public mutating func apply(_ event: DeviceEvent) -> [PortChange] {
        var replugged: Set<String> = []
        switch event {
        case .added(let device):
            guard devices[device.syspath] != device else { return [] }
            admit(device, &replugged)
        case .overflowed: return [.warning(Self.overflow)]
        case .troubles(let now):
            defer { troubles = now }
            return now.filter { !troubles.contains($0) }.map(PortChange.warning)
        case .removed(let syspath):
            guard devices.removeValue(forKey: syspath) != nil else { return [] }
        case .resync(let present):
            let paths = Set(present.map(\.syspath))
            devices = devices.filter { paths.contains($0.key) }
            for device in present { admit(device, &replugged) }
        }
        return settle(replugged)
    }

    private static let overflow = """
        udev told of devices faster than they could be taken in, and Linux dropped some of it: all ports are looked at \
        anew, nothing is to be done; where this comes often, raise net.core.rmem_max
        """

    /// Takes a device in, and out what it shows to be gone: a socket holds one adapter, and an adapter's channel one tty.
    private mutating func admit(_ device: TTYDevice, _ replugged: inout Set<String>) {
        for (path, other) in devices where other.usbPath == device.usbPath {
            if !other.isOnSamePlug(as: device) {
                devices[path] = nil
                replugged.insert(path)
            } else if path != device.syspath, other.slot == device.slot {
                devices[path] = nil
            }
        }
        devices[device.syspath] = device
    }

    /// Works out afresh who is who, and what that changes.
    private mutating func settle(_ replugged: Set<String>) -> [PortChange] {
        let names = BoardNames(devices.values)
        var fresh: [String: DiscoveredPort] = [:]
        var notes = names.warnings
        for (path, device) in devices {
            guard let name = names.names[device.usbPath] else { continue }
            if let channel = device.channel {
                fresh[path] = port(device, name, channel)
            } else {
                notes.insert("\(device.devnode) is not used: it is past channel D of the board \(name.board)")
            }
        }
        let changes = departures(to: fresh, replugged) + arrivals(&fresh, replugged)
        portsByPath = fresh
        defer { warnings = notes }
        return changes + notes.subtracting(warnings).sorted().map(PortChange.warning)
    }

    /// The ports that are gone, or known otherwise.
    private func departures(to fresh: [String: DiscoveredPort], _ replugged: Set<String>) -> [PortChange] {
        var gone: [(port: DiscoveredPort, departure: Departure)] = []
        for (path, old) in portsByPath {
            if let new = fresh[path], !replugged.contains(path) {
                if new.id != old.id { gone.append((old, .renamed(new.id))) }
            } else {
                let isThereAgain = fresh.values.contains { $0.id == old.id }
                gone.append((old, isThereAgain ? .replugged : .unplugged))
            }
        }
        return gone.sorted { Self.isBefore($0.port, $1.port) }
            .map { .vanished($0.port.id, incarnation: $0.port.incarnation, $0.departure) }
    }

    /// Gives each port its incarnation: the old one, or a new one to those that come.
    private mutating func arrivals(_ fresh: inout [String: DiscoveredPort], _ replugged: Set<String>) -> [PortChange] {
        var news: [(port: DiscoveredPort, isNew: Bool)] = []
        for (path, new) in fresh {
            if let old = portsByPath[path], old.id == new.id, !replugged.contains(path) {
                let kept = new.numbered(old.incarnation)
                fresh[path] = kept
                if kept != old { news.append((kept, false)) }
            } else {
                incarnations[new.id, default: 0] += 1
                let born = new.numbered(incarnations[new.id, default: 1])
                fresh[path] = born
                news.append((born, true))
            }
        }
        return news.sorted { Self.isBefore($0.port, $1.port) }.map { $0.isNew ? .appeared($0.port) : .changed($0.port) }
    }

    private func port(_ device: TTYDevice, _ name: BoardNames.Name, _ channel: Channel) -> DiscoveredPort {
        DiscoveredPort(
            id: PortID(board: name.board, channel: channel), board: name.board, channel: channel,
            vendorID: device.vendorID, productID: device.productID, serial: device.serial, product: device.product,
            chip: device.bcdDevice.flatMap(FTDIChip.init(bcdDevice:)), devicePath: device.devnode,
            usbPath: device.usbPath, incarnation: 0, degraded: name.degraded)
    }

    private static func isBefore(_ left: DiscoveredPort, _ right: DiscoveredPort) -> Bool {
        (left.board, left.channel) < (right.board, right.channel)
    }
}

extension DiscoveredPort {
    fileprivate func numbered(_ incarnation: Int) -> DiscoveredPort {
        DiscoveredPort(
            id: id, board: board, channel: channel, vendorID: vendorID, productID: productID, serial: serial,
            product: product, chip: chip, devicePath: devicePath, usbPath: usbPath, incarnation: incarnation,
            degraded: degraded)
    }
}
