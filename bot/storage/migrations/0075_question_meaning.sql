-- Keep what published questions mean, as the bytes that a sentence model compares.
-- Step: expand. Without a model the table stays empty.
-- Personal data: none; only what is published enters here, and it leaves with the words.
CREATE TABLE question_meaning (
    community TEXT NOT NULL,
    question TEXT NOT NULL,
    model TEXT NOT NULL,
    vector BLOB NOT NULL,
    CONSTRAINT question_meaning_pk PRIMARY KEY (community, question)
);
