-- 0076_team_second.sql
-- Remember for a day what one organizer asked for that takes two, so that another can say the same.
-- Step: expand. A new table.
-- Personal data: none. A keyed hash tells the first organizer from the second; it is dropped with
-- the second one's word, or with the next request after a day.
CREATE TABLE team_second (
    community TEXT NOT NULL,
    what TEXT NOT NULL,
    first BLOB NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT team_second_pk PRIMARY KEY (community, what)
) WITHOUT ROWID;
