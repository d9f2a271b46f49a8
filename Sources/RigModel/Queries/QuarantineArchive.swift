/// Quarantines as the store holds them.
public protocol QuarantineArchive: Sendable {
    /// Those that somebody had not ended when the service last wrote them, in the order of their ports.
    func standingQuarantines() async throws -> [QuarantineRecord]
}
