import History
import RigModel

extension StationRecords {
    /// Files of the runs of this station.
    func exports(_ configuration: StationConfiguration) -> RunExports {
        RunExports(store.runs, labels: ExportLabels(station: configuration.stationID, zone: configuration.zone))
    }
}
