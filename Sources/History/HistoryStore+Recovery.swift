internal import GRDB
public import RigModel

extension HistoryStore: RecoveryArchive {
    public func unrecovered() async throws -> [ExecutionResult] {
        try await pool.read { database in
            try ExecutionRow.fetch(database, Self.unrecovered, []).compactMap(\.result)
        }
    }

    /// Runs of one start of the service on one unit never overlap, so the one that was cut off is the last of its start;
    /// what began at a later start came after it, whatever the clock has said meanwhile. A later run that could not even
    /// open the unit's line has taken no care of it, nor has a recovery that ended in ERROR. Keys rise, so that the search begins behind the run.
    private static let unrecovered = """
        INDEXED BY executionInterrupted
        WHERE verdict = 'INTERRUPTED' AND startedAt IS NOT NULL
            AND NOT EXISTS (
                SELECT 1 FROM execution AS later
                WHERE later.key > execution.key AND later.serviceStart > execution.serviceStart
                    AND +later.instance = execution.instance AND +later.bib = execution.bib
                    AND later.startedAt IS NOT NULL
                    AND NOT (later.verdict IS 'ERROR' AND (later.stepsDone IS 0 OR later.recovers IS NOT NULL))
            )
            AND NOT EXISTS (
                SELECT 1 FROM execution AS recovery
                WHERE recovery.recovers = execution.id AND recovery.endedAt IS NULL
            )
        ORDER BY key
        """
}
