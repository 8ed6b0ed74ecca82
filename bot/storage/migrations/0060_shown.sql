-- Remember which message shows which thing, in which place.
-- Step: expand.
-- Personal data: none; ids of our own messages only.
CREATE TABLE shown (
    community TEXT NOT NULL,
    view TEXT NOT NULL,
    object TEXT NOT NULL,
    place TEXT NOT NULL,
    message TEXT NOT NULL,
    thread TEXT,
    event TEXT,
    CONSTRAINT shown_pk PRIMARY KEY (community, view, object, place)
) WITHOUT ROWID;
