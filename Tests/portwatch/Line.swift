internal import PortDiscovery
internal import RigModel

/// One change as a line: `+ FT7-A#1 /dev/ttyUSB0 1-2.1 'product' by serial number`, `~` the same for one that has changed,
/// `- FT7-A#1 unplugged`, `! warning`.
struct Line: CustomStringConvertible {
    let description: String

    init(_ change: PortChange) {
        func facts(_ port: DiscoveredPort) -> String {
            let name = port.degraded ?? "by serial number"
            return "\(port.id)#\(port.incarnation) \(port.devicePath) \(port.usbPath) '\(port.product)' \(name)"
        }
        switch change {
        case .appeared(let port): description = "+ \(facts(port))"
        case .changed(let port): description = "~ \(facts(port))"
        case .vanished(let id, let incarnation, let departure): description = "- \(id)#\(incarnation) \(departure)"
        case .warning(let text): description = "! \(text)"
        }
    }
}
