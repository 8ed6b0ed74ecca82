-- Remember who left, until everything about them is erased, and count what was erased.
-- Step: expand.
-- Personal data: privacy_departed (an account's id and the day on which all of it is erased).
CREATE TABLE privacy_departed (
    community TEXT NOT NULL,
    person TEXT NOT NULL,
    erase_on TEXT NOT NULL,
    CONSTRAINT privacy_departed_pk PRIMARY KEY (community, person)
) WITHOUT ROWID;

CREATE INDEX privacy_departed_due ON privacy_departed (community, erase_on);

-- What was erased on a day: the kind of thing and how many, never whose.
CREATE TABLE privacy_erasure (
    community TEXT NOT NULL,
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    n BIGINT NOT NULL,
    CONSTRAINT privacy_erasure_pk PRIMARY KEY (community, day, what)
) WITHOUT ROWID;
