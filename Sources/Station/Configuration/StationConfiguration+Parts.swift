import Dashboard
import PortDiscovery
import SerialIO

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

    /// Where the station's ports come from.
    func deviceSource(on reactor: Reactor) throws(DiscoveryError) -> any DeviceSource {
        if let deviceList { return try SimulatedSource(list: deviceList, on: reactor) }
        return try UdevSource(on: reactor, filter: deviceFilter)
    }
}
