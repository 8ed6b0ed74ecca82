-- 0003_audit.sql
-- The audit trail: one chain of hashes for each community.
-- Step: expand. A new table.
-- Personal data: none. The day, an id of ours, a verb and a role; no member and no text.
CREATE TABLE audit (
    community TEXT NOT NULL,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    verb TEXT,
    object TEXT,
    role TEXT,
    reason TEXT,
    salt BLOB,
    commitment BLOB NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT audit_key PRIMARY KEY (community, number)
) WITHOUT ROWID;
