-- Keep feedback and what came of it.
-- Step: expand.
-- Personal data: said_by and words of those who chose to be named; of all others nothing that leads
-- to them: a day instead of an instant, and a keyed hash of a random receipt.
CREATE TABLE feedback (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    receipt BLOB NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    about_ref TEXT NOT NULL,
    rating INTEGER,
    words TEXT NOT NULL,
    said_by TEXT,
    logged_on TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    reply TEXT NOT NULL,
    open_to_all INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT feedback_pk PRIMARY KEY (community, id),
    CONSTRAINT feedback_receipt UNIQUE (community, receipt)
) WITHOUT ROWID;
CREATE INDEX feedback_desk ON feedback (community, state, logged_on, id);
CREATE INDEX feedback_named ON feedback (community, said_by) WHERE said_by IS NOT NULL;
