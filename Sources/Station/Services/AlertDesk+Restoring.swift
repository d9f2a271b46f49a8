import Alerts
import RigModel

extension AlertDesk {
    /// Takes up what was open. Where the store cannot tell the station goes on without.
    ///
    /// - Returns: what a person should know of it, one sentence each.
    func restore(on spine: any EventSpine, _ records: StationRecords) async -> [String] {
        do {
            try await begin(on: spine, replacement: records.replacement)
            return []
        } catch {
            return ["the alerts that were open cannot be read from the store: \(error)"]
        }
    }
}
