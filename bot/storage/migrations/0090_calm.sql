-- Keep what organizers should look at in a talk, and the pauses that they put into it.
-- Step: expand.
-- Personal data: remark, what somebody wrote about a message; nothing leads to who wrote it, and it
-- goes when an organizer has dealt with it, after 30 days at the latest.
CREATE TABLE calm_signal (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    what TEXT NOT NULL,
    place TEXT NOT NULL,
    cause TEXT NOT NULL,
    remark TEXT NOT NULL,
    many INTEGER NOT NULL,
    noted_on TEXT NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT calm_signal_pk PRIMARY KEY (community, id)
) WITHOUT ROWID;
CREATE INDEX calm_signal_new ON calm_signal (community, place, what) WHERE state = 'new';
CREATE TABLE calm_cooling (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    place TEXT NOT NULL,
    measure TEXT NOT NULL,
    why TEXT NOT NULL,
    until BIGINT NOT NULL,
    ended INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT calm_cooling_pk PRIMARY KEY (community, id)
) WITHOUT ROWID;
