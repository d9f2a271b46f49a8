/// Units that the service left in the middle of a run when it died.
public protocol RecoveryArchive: Sendable {
    /// The runs that were interrupted after they had begun, and whose unit nobody has taken care of since: neither a
    /// recovery that came to the unit, nor any other later run. At most one for a unit, the oldest first.
    ///
    /// A recovery that is under way counts as care taken; one that was itself interrupted is told of in its place. Not
    /// every plan asks for recovery: that is for the caller to look up.
    func unrecovered() async throws -> [ExecutionResult]
}
