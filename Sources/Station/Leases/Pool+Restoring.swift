import PortPool
import RigModel

extension Pool {
    /// Takes over the leases that were open, and the quarantines that stood, when the service last wrote them.
    ///
    /// - Returns: what a person should know of it, one sentence each.
    func restore(from archive: some LeaseArchive & QuarantineArchive) async -> [String] {
        var notices: [String] = []
        var leases: [LeaseRecord] = []
        var quarantines: [QuarantineRecord] = []
        do { leases = try await archive.openLeases() } catch {
            notices.append(
                "leases of before the start cannot be read from the store, so their ports are free: \(error)")
        }
        do { quarantines = try await archive.standingQuarantines() } catch {
            notices.append(
                "which ports were taken out of use cannot be read from the store, so all are handed out: \(error)")
        }
        restore(leases, quarantines: quarantines)
        return notices
    }
}
