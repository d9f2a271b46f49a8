internal import RigModel

/// What the boards are called, given everything that is plugged in: by serial number while it is there and unique, else
/// by USB socket.
struct BoardNames {
    struct Name: Sendable, Hashable {
        let board: BoardID
        /// Why it is not the serial number; nil where it is.
        let degraded: String?
    }

    /// By USB path.
    private(set) var names: [String: Name] = [:]
    /// What a person should know about them.
    private(set) var warnings: Set<String> = []

    init(_ devices: some Collection<TTYDevice>) {
        var adapters: [String: TTYDevice] = [:]
        for device in devices where adapters[device.usbPath] == nil { adapters[device.usbPath] = device }
        // What must be unique is the name, lest two serial numbers that differ in odd characters share one.
        let claims = adapters.mapValues { Self.name(serial: $0.serial) }
        var holders: [String: [String]] = [:]
        for case (let path, let name?) in claims { holders[name, default: []].append(path) }
        for (path, adapter) in adapters {
            guard let name = claims[path] ?? nil, let paths = holders[name]?.sorted() else {
                let isBlank = Self.isBlank(adapter.serial)
                degrade(
                    adapter, because: isBlank ? "no serial number" : "unusable serial number '\(adapter.serial ?? "")'")
                warnings.insert(Self.warning(nameless: adapter))
                continue
            }
            guard paths.count > 1 else {
                names[path] = Name(board: BoardID(name), degraded: nil)
                continue
            }
            let others = paths.filter { $0 != path }.joined(separator: ", ")
            degrade(adapter, because: "serial number \(name) is also in USB socket \(others)")
            warnings.insert(Self.warning(shared: name, paths))
        }
    }

    private mutating func degrade(_ adapter: TTYDevice, because reason: String) {
        names[adapter.usbPath] = Name(board: Self.socketName(adapter.usbPath), degraded: reason)
    }

    private static let socketPrefix = "usb-"
    private static func socketName(_ path: String) -> BoardID { BoardID(socketPrefix + path) }

    /// A plain name from a serial number, with room for a channel; nil where it is blank or reads like a socket's name.
    private static func name(serial: String?) -> String? {
        guard let serial, !isBlank(serial) else { return nil }
        let name = PlainName.from(serial, limit: 62)
        return name.hasPrefix(socketPrefix) ? nil : name
    }

    private static func isBlank(_ serial: String?) -> Bool { serial?.allSatisfy(\.isWhitespace) ?? true }

    private static func warning(nameless adapter: TTYDevice) -> String {
        """
        the board in USB socket \(adapter.usbPath) (\(adapter.vendorID):\(adapter.productID) '\(adapter.product)') has no \
        usable serial number: it is known by its socket, and as another board in any other socket; write a serial number \
        into its EEPROM
        """
    }

    private static func warning(shared name: String, _ paths: [String]) -> String {
        """
        serial number \(name) is on \(paths.count) boards, in USB sockets \(paths.joined(separator: ", ")): each is known \
        by its socket until only one is left; write serial numbers of their own into their EEPROMs
        """
    }
}
