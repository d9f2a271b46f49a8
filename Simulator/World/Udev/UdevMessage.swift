/// What udevd multicasts after its rules have run (systemd, src/libsystemd/sd-device/device-monitor.c).
public struct UdevMessage: Sendable, Hashable {
    public enum Action: String, Sendable, Hashable { case add, bind, unbind, remove, change }

    public let action: Action
    /// Below /sys, with a leading slash: `/devices/...`.
    public let devicePath: String
    public let subsystem: String
    public let deviceType: String?
    /// Beyond action, path, subsystem, type and sequence number.
    public let properties: [Property]
    public let tags: [String]

    public init(
        action: Action, devicePath: String, subsystem: String, deviceType: String? = nil, properties: [Property] = [],
        tags: [String] = []
    ) {
        self.action = action
        self.devicePath = devicePath
        self.subsystem = subsystem
        self.deviceType = deviceType
        self.properties = properties
        self.tags = tags
    }

    /// libudev reads no more than this.
    static let limit = 8192

    /// Header and properties as they travel.
    /// - Parameter sequence: counts all events of a kernel; must be above 0.
    func bytes(sequence: UInt64) -> [UInt8] {
        var all = [
            Property("ACTION", action.rawValue), Property("DEVPATH", devicePath), Property("SUBSYSTEM", subsystem),
        ]
        if let deviceType { all.append(Property("DEVTYPE", deviceType)) }
        all.append(Property("SEQNUM", "\(sequence)"))
        all += properties
        if !tags.isEmpty {
            let list = ":" + tags.joined(separator: ":") + ":"
            all += [Property("TAGS", list), Property("CURRENT_TAGS", list)]
        }
        var body: [UInt8] = []
        for property in all {
            body += property.description.utf8
            body.append(0)
        }
        let headerLength: UInt32 = 40
        var bytes = Array("libudev\0".utf8)
        // Magic and hashes travel in network order, lengths in the machine's own (`monitor_netlink_header`).
        bytes += UInt32(0xfeed_cafe).networkOrder
        bytes += headerLength.machineOrder + headerLength.machineOrder + UInt32(body.count).machineOrder
        bytes += MurmurHash2.hash(subsystem).networkOrder
        bytes += (deviceType.map(MurmurHash2.hash) ?? 0).networkOrder
        let bloom = tags.reduce(0 as UInt64) { $0 | Self.bloom($1) }
        bytes += UInt32(truncatingIfNeeded: bloom >> 32).networkOrder + UInt32(truncatingIfNeeded: bloom).networkOrder
        return bytes + body
    }

    /// The four bits that a tag sets in the header's filter of tags.
    static func bloom(_ tag: String) -> UInt64 {
        let hash = UInt64(MurmurHash2.hash(tag))
        return stride(from: 0, through: 18, by: 6).reduce(0) { $0 | 1 << ((hash >> UInt64($1)) & 63) }
    }
}

extension UInt32 {
    fileprivate var networkOrder: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
    fileprivate var machineOrder: [UInt8] { withUnsafeBytes(of: self) { Array($0) } }
}
