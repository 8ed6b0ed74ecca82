-- 0001_inbox.sql
-- Remember for 24 hours which gestures were carried out, so that none is carried out twice.
-- Step: expand. A new table.
-- Personal data: none. Keyed hashes of gesture ids, deleted after a day.
CREATE TABLE inbox (
    gesture BLOB NOT NULL,
    expires_hour INTEGER NOT NULL,
    CONSTRAINT inbox_key PRIMARY KEY (gesture)
) WITHOUT ROWID;
