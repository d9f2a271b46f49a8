extension Schema {
    /// Ports that somebody took out of use, one row for each time.
    static let quarantines = """
        CREATE TABLE quarantine (
            port TEXT NOT NULL,
            since INTEGER NOT NULL,
            reason TEXT NOT NULL,
            endedAt INTEGER,                -- null while it stands
            PRIMARY KEY (port, since)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX quarantineStanding ON quarantine (port) WHERE endedAt IS NULL;
        """
}
