public import RigModel

/// What reports say of where they come from.
public struct ExportLabels: Sendable {
    /// The station's id, or the name of the machine that the runs were carried out on.
    public var station: String
    /// Of all times in a report.
    public var zone: StationZone

    public init(station: String, zone: StationZone) {
        self.station = station
        self.zone = zone
    }
}
