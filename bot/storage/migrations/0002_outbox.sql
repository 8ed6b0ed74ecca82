-- 0002_outbox.sql
-- Jobs and timers in one table, and which courier serves which bucket of lanes.
-- Step: expand. New tables.
-- Personal data: a lane may name a place on a platform; payloads hold ids of ours. Finished jobs
-- are deleted, dead ones by retention.
CREATE TABLE job (
    seq INTEGER PRIMARY KEY,
    mark TEXT NOT NULL,
    community TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    lane TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    key TEXT,
    turn INTEGER NOT NULL,
    due_at INTEGER,
    attempt INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting',
    holder TEXT,
    code TEXT,
    CONSTRAINT job_state CHECK (state IN ('waiting', 'begun', 'dead'))
);
CREATE INDEX job_by_due ON job (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX job_by_lane ON job (community, lane, turn) WHERE lane <> '' AND state <> 'dead';
CREATE UNIQUE INDEX job_once_by_key ON job (community, key)
    WHERE key IS NOT NULL AND state = 'waiting';
CREATE INDEX job_dead ON job (community) WHERE state = 'dead';

CREATE TABLE courier (
    name TEXT NOT NULL,
    until INTEGER NOT NULL,
    CONSTRAINT courier_key PRIMARY KEY (name)
) WITHOUT ROWID;

CREATE TABLE bucket (
    number INTEGER NOT NULL,
    holder TEXT,
    CONSTRAINT bucket_key PRIMARY KEY (number)
) WITHOUT ROWID;
INSERT INTO bucket (number)
WITH RECURSIVE n (number) AS (
    SELECT 0 UNION ALL SELECT number + 1 FROM n WHERE number < 63
)
SELECT number FROM n;
