import PortPool
public import RigModel

/// How a station is set up; every value has a default that works.
public struct StationConfiguration: Sendable {
    /// Names the station in the API. Default: the machine's host name.
    public var stationID: String
    /// Dates of logs and the offset of all times.
    public var zone: StationZone
    /// `HOST:PORT` and `unix:PATH`, the latter relative to the state folder.
    public var listen: [String]
    /// Names, beside the addresses and the machine's own, by which browsers may come.
    public var hosts: [String] = []
    public var plansFolder: String
    public var state: StatePaths
    /// Adapters to use beyond those of the kernel's ftdi_sio, as four hex digits each.
    public var devices: [USBProduct]
    /// A list of devices, by which the ports are found in place of udev; see `SimulatedSource`.
    public var deviceList: String?
    /// So many runs at once; more wait.
    public var parallelRuns = 64
    /// Names that people give ports; commands and the API take them in the place of ids.
    public var portAliases: [PortID: String] = [:]
    /// Bytes of records that may wait while the store cannot be written; past them no run is begun.
    public var storeMemory = 64 << 20
    var leases = LeaseLimits()
    var quarantine = QuarantinePolicy()

    public struct USBProduct: Sendable, Hashable {
        public var vendorID: String
        public var productID: String
        public init(vendorID: String, productID: String) {
            self.vendorID = vendorID
            self.productID = productID
        }
    }
}
