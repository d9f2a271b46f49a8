internal import GRDB

/// The tables. A migration is never edited once it is released: a change is a new one with a name of its own.
///
/// Instants are nanoseconds since 1970 UTC, durations nanoseconds. Rows of runs and steps have integer keys, which their
/// children carry: a ULID in each of a million rows and its indices would double the file.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("runs, steps and attempts") { database in
            try database.execute(sql: runs)
            try database.execute(sql: steps)
        }
        migrator.registerMigration("leases, hints, resources and recovery") { database in
            try database.execute(sql: orders)
            try database.execute(sql: leases)
        }
        migrator.registerMigration("quarantines by hand") { try $0.execute(sql: quarantines) }
        migrator.registerMigration("alerts, audit and where a step sent") { database in
            try database.execute(sql: "ALTER TABLE step ADD COLUMN sentOn TEXT")  // null where that is `port`
            try database.execute(sql: alerts)
            try database.execute(sql: audit)
        }
        return migrator
    }

    private static let runs = """
        CREATE TABLE serviceStart (
            key INTEGER PRIMARY KEY,
            epoch TEXT NOT NULL UNIQUE,
            startedAt INTEGER NOT NULL,
            closedAt INTEGER                -- null while it runs, and for ever where it died
        ) STRICT;

        CREATE TABLE execution (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            serviceStart INTEGER NOT NULL REFERENCES serviceStart (key),
            bib TEXT NOT NULL,
            uut TEXT NOT NULL,
            instance TEXT NOT NULL,
            board TEXT NOT NULL,
            planHash TEXT NOT NULL,
            origin TEXT NOT NULL,
            stepCount INTEGER NOT NULL,
            requestedAt INTEGER NOT NULL,
            startedAt INTEGER,              -- null until it has its ports
            endedAt INTEGER,                -- null until the verdict, with all below
            duration INTEGER,
            verdict TEXT,
            worstLevel TEXT,
            unitSerial TEXT,
            stepsDone INTEGER,
            explanation TEXT,
            decidingStep TEXT,
            CHECK ((endedAt IS NULL) = (verdict IS NULL))
        ) STRICT;

        CREATE INDEX executionNotEnded ON execution (key) WHERE endedAt IS NULL;
        -- Lists, newest first: the key, which every index ends with, decides between equal instants.
        CREATE INDEX executionByEnd ON execution (endedAt) WHERE endedAt IS NOT NULL;
        CREATE INDEX executionByBIB ON execution (bib, endedAt) WHERE endedAt IS NOT NULL;
        CREATE INDEX executionByUUT ON execution (uut, endedAt) WHERE endedAt IS NOT NULL;
        CREATE INDEX executionByInstance ON execution (instance, endedAt) WHERE endedAt IS NOT NULL;
        CREATE INDEX executionByVerdict ON execution (verdict, endedAt) WHERE endedAt IS NOT NULL;
        -- Figures over a window, answered from the index alone.
        CREATE INDEX executionFigures ON execution (endedAt, verdict, duration) WHERE endedAt IS NOT NULL;

        CREATE TABLE executionPort (
            execution INTEGER NOT NULL REFERENCES execution (key) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            alias TEXT NOT NULL,
            port TEXT NOT NULL,
            devicePath TEXT NOT NULL,
            channel INTEGER NOT NULL,       -- 0 to 3 for A to D
            PRIMARY KEY (execution, position)
        ) STRICT, WITHOUT ROWID;
        """

    private static let steps = """
        CREATE TABLE step (
            key INTEGER PRIMARY KEY,
            execution INTEGER NOT NULL REFERENCES execution (key) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            phase TEXT NOT NULL,
            iteration INTEGER NOT NULL,
            indexInPhase INTEGER NOT NULL,
            id TEXT NOT NULL,
            port TEXT NOT NULL,
            verdict TEXT NOT NULL,
            isRetried INTEGER NOT NULL,
            startedAt INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            explanation TEXT NOT NULL,
            UNIQUE (execution, ordinal)
        ) STRICT;

        CREATE TABLE attempt (
            step INTEGER NOT NULL REFERENCES step (key) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            startedAt INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            sent BLOB,                      -- null where there were no bytes, here and below
            received BLOB,
            discarded BLOB,
            leftOver BLOB,
            outcome TEXT NOT NULL,
            faultKind TEXT,                 -- with ERROR only
            faultPort TEXT,
            faultMessage TEXT,
            explanation TEXT NOT NULL,
            PRIMARY KEY (step, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE capture (
            step INTEGER NOT NULL REFERENCES step (key) ON DELETE CASCADE,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (step, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE measurement (
            step INTEGER NOT NULL REFERENCES step (key) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            value REAL,                     -- null where the text was not a number
            text TEXT NOT NULL,
            unit TEXT NOT NULL,
            minimum REAL,
            maximum REAL,
            level TEXT NOT NULL,
            PRIMARY KEY (step, position)
        ) STRICT, WITHOUT ROWID;
        """
}
