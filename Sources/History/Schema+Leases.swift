extension Schema {
    /// What an order said of a run, and what a step says of its likely causes.
    static let orders = """
        ALTER TABLE execution ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE execution ADD COLUMN recovers TEXT;     -- id of the run that it cleans up after
        -- Nearly all runs have none.
        CREATE INDEX executionRecovering ON execution (recovers) WHERE recovers IS NOT NULL;
        CREATE INDEX executionInterrupted ON execution (key) WHERE verdict = 'INTERRUPTED';

        CREATE TABLE executionResource (
            execution INTEGER NOT NULL REFERENCES execution (key) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (execution, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE stepHint (
            step INTEGER NOT NULL REFERENCES step (key) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (step, position)
        ) STRICT, WITHOUT ROWID;
        """

    /// Leases of persons and programs; those of runs end with their runs.
    static let leases = """
        CREATE TABLE lease (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            owner TEXT NOT NULL,
            reason TEXT NOT NULL,
            priority INTEGER NOT NULL,
            requestedAt INTEGER NOT NULL,
            deadline INTEGER NOT NULL,
            heartbeatEvery INTEGER NOT NULL,
            heldSince INTEGER,              -- null until it is granted
            endedAt INTEGER,                -- null until it ends, with the reason
            endReason TEXT,
            CHECK ((endedAt IS NULL) = (endReason IS NULL))
        ) STRICT;

        CREATE INDEX leaseOpen ON lease (key) WHERE endedAt IS NULL;

        CREATE TABLE leaseTarget (
            lease INTEGER NOT NULL REFERENCES lease (key) ON DELETE CASCADE,
            kind TEXT NOT NULL,             -- port, resource; blocker: a port or resource that it waits for
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (lease, kind, position)
        ) STRICT, WITHOUT ROWID;
        """
}
