import PortPool
import RigModel

extension Pool {
    /// Takes over the leases that were open when the service last wrote them.
    ///
    /// - Returns: what a person should know of it; nil where all is well.
    func restore(from archive: some LeaseArchive) async -> String? {
        do {
            restore(try await archive.openLeases())
            return nil
        } catch {
            return "leases of before the start cannot be read from the store, so their ports are free: \(error)"
        }
    }
}
