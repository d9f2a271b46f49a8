/// A USB socket as Linux names it: bus, then the port at each hub on the way (`1-2.1`).
public struct USBAddress: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let bus: Int
    /// From the root hub downwards; never empty.
    public let ports: [Int]

    /// Reads `1-2.1`; nil for what is no socket (`usb1`, `1-`, `1-0`).
    public init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "-", omittingEmptySubsequences: false)
        guard halves.count == 2, let bus = Int(halves[0]), (1...99).contains(bus) else { return nil }
        let ports = halves[1].split(separator: ".", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        // USB allows five hubs in a row below the root hub, each with up to 255 ports.
        guard (1...6).contains(ports.count), ports.allSatisfy({ (1...255).contains($0) }) else { return nil }
        self.init(bus: bus, ports: ports)
    }

    private init(bus: Int, ports: [Int]) {
        self.bus = bus
        self.ports = ports
    }

    /// The hub that the socket is on; nil where that is the root hub.
    public var hub: USBAddress? { ports.count > 1 ? USBAddress(bus: bus, ports: Array(ports.dropLast())) : nil }
    /// All hubs above the socket but the root hub, that nearest to the root first.
    public var hubs: [USBAddress] { (1..<ports.count).map { USBAddress(bus: bus, ports: Array(ports.prefix($0))) } }
    /// The ports alone, as sysfs' `devpath` and udev's `ID_PATH` show them: `2.1`.
    public var portPath: String { ports.map(String.init).joined(separator: ".") }
    public var description: String { "\(bus)-\(portPath)" }
    /// Below /sys: `devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2.1`.
    public var devicePath: String { (hub?.devicePath ?? RootHub(bus: bus).devicePath) + "/" + description }

    public static func < (left: USBAddress, right: USBAddress) -> Bool {
        left.bus == right.bus ? left.ports.lexicographicallyPrecedes(right.ports) : left.bus < right.bus
    }
}
