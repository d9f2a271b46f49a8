extension Schema {
    /// Alerts, one row from the firing to the end.
    static let alerts = """
        CREATE TABLE alert (
            id TEXT PRIMARY KEY,            -- rises with the time of firing
            rule TEXT NOT NULL,
            subject TEXT NOT NULL,
            severity TEXT NOT NULL,
            summary TEXT NOT NULL,
            firedAt INTEGER NOT NULL,
            lastAt INTEGER NOT NULL,
            count INTEGER NOT NULL,
            bib TEXT,                       -- the unit and the run, where it is about them
            instance TEXT,
            execution TEXT,
            acknowledgedAt INTEGER,
            acknowledgedBy TEXT,
            resolvedAt INTEGER,             -- null while it is open
            resolvedBecause TEXT,
            CHECK ((acknowledgedAt IS NULL) = (acknowledgedBy IS NULL)),
            CHECK ((resolvedAt IS NULL) = (resolvedBecause IS NULL))
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX alertOpen ON alert (id) WHERE resolvedAt IS NULL;
        """

    /// What somebody asked to be changed. The key tells the order; the id, which entry it is.
    static let audit = """
        CREATE TABLE audit (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            target TEXT NOT NULL,
            detail TEXT NOT NULL,
            refusal TEXT                    -- null where it was done
        ) STRICT;

        CREATE INDEX auditByTime ON audit (at);
        CREATE INDEX auditByAction ON audit (action);
        CREATE INDEX auditByTarget ON audit (target);
        """
}
