import Dashboard
import PortDiscovery

extension StationConfiguration {
    /// Where to listen; a socket's path is meant from the state folder.
    func listenAddresses() throws(StationError) -> [ListenAddress] {
        do {
            return try listen.map { text in
                let isRelative = text.hasPrefix("unix:") && !text.hasPrefix("unix:/")
                return try ListenAddress(isRelative ? "unix:\(state.folder)/\(text.dropFirst(5))" : text)
            }
        } catch { throw .badConfiguration(["\(error)"]) }
    }

    /// Which adapters are the station's.
    var deviceFilter: DeviceFilter {
        DeviceFilter(listed: Set(devices.map { .init(vendorID: $0.vendorID, productID: $0.productID) }))
    }
}
