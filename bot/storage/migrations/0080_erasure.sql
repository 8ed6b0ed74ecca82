-- Note which erasures this database has been through, so that an older copy put in its place is told
-- from it, and what was erased since is erased again.
-- Step: expand.
-- Personal data: none; random ids. What was erased stands as a keyed mark in the vault alone.
CREATE TABLE erasure (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    day TEXT NOT NULL,
    CONSTRAINT erasure_key PRIMARY KEY (community, id)
) WITHOUT ROWID;
