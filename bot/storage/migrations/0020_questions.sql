-- Keep questions, what was said in them, and who holds them; nothing that leads to an anonymous asker.
-- Step: expand.
-- Personal data: asked_by (only of those who chose to be named), address (sealed, only of those
-- who chose to be told), held_by, second_by and said_by (staff), voter and follower (keyed hashes
-- of their own per question), muted (keyed hashes). Days only, where a resident acted.
CREATE TABLE question_draft (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    question TEXT NOT NULL,
    topic TEXT NOT NULL,
    naming TEXT NOT NULL,
    public INTEGER NOT NULL,
    dek TEXT NOT NULL,
    sealed BLOB NOT NULL,
    until INTEGER NOT NULL,
    CONSTRAINT question_draft_pk PRIMARY KEY (community, id)
) WITHOUT ROWID;
-- No index besides: drafts live for an hour, and each index costs every asker a page on the disk.

CREATE TABLE question (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    number INTEGER,
    topic TEXT NOT NULL,
    naming TEXT NOT NULL,
    asked_by TEXT,
    alias INTEGER NOT NULL,
    public INTEGER NOT NULL,
    asked_on TEXT NOT NULL,
    batch INTEGER,
    round INTEGER NOT NULL,
    held_by TEXT,
    held_until INTEGER,
    second_by TEXT,
    due_at INTEGER,
    left_micros INTEGER,
    reason TEXT NOT NULL,
    remark TEXT NOT NULL,
    review_on TEXT,
    merged_into TEXT,
    votes INTEGER NOT NULL,
    rating TEXT,
    moved_on TEXT,
    published_at INTEGER,
    receipt BLOB NOT NULL,
    address_dek TEXT,
    address BLOB,
    CONSTRAINT question_pk PRIMARY KEY (community, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX question_number ON question (community, number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX question_receipt ON question (community, receipt);
CREATE INDEX question_desk ON question (community, state, due_at, id);
CREATE INDEX question_batch ON question (community, batch) WHERE batch IS NOT NULL;
CREATE INDEX question_holder ON question (community, held_by) WHERE held_by IS NOT NULL;
CREATE INDEX question_asker ON question (community, asked_by) WHERE asked_by IS NOT NULL;
CREATE INDEX question_news ON question (community, published_at, id)
    WHERE published_at IS NOT NULL;
CREATE INDEX question_asked_most ON question (community, votes DESC, number)
    WHERE public = 1 AND state IN ('open', 'claimed', 'on_hold');
CREATE INDEX question_merged ON question (community, merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE question_text (
    community TEXT NOT NULL,
    question TEXT NOT NULL,
    round INTEGER NOT NULL,
    dek TEXT,
    sealed BLOB,
    proposal BLOB,
    answer BLOB,
    note BLOB,
    words TEXT,
    CONSTRAINT question_text_pk PRIMARY KEY (community, question, round),
    CONSTRAINT question_text_dek UNIQUE (dek)
) WITHOUT ROWID;

CREATE TABLE question_answer (
    community TEXT NOT NULL,
    question TEXT NOT NULL,
    round INTEGER NOT NULL,
    version INTEGER NOT NULL,
    said_by TEXT,
    at INTEGER NOT NULL,
    sealed BLOB,
    acknowledge TEXT NOT NULL,
    answer TEXT NOT NULL,
    next TEXT NOT NULL,
    reason TEXT NOT NULL,
    review_on TEXT,
    note TEXT NOT NULL,
    CONSTRAINT question_answer_pk PRIMARY KEY (community, question, round, version)
) WITHOUT ROWID;
CREATE INDEX question_answer_by ON question_answer (community, said_by) WHERE said_by IS NOT NULL;

CREATE TABLE question_perspective (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    question TEXT NOT NULL,
    label TEXT NOT NULL,
    view TEXT NOT NULL,
    source TEXT NOT NULL,
    conflict TEXT NOT NULL,
    said_by TEXT,
    at INTEGER NOT NULL,
    CONSTRAINT question_perspective_pk PRIMARY KEY (community, id)
) WITHOUT ROWID;
CREATE INDEX question_perspective_of ON question_perspective (community, question);

CREATE TABLE question_vote (
    community TEXT NOT NULL,
    question TEXT NOT NULL,
    voter BLOB NOT NULL,
    CONSTRAINT question_vote_pk PRIMARY KEY (community, question, voter)
) WITHOUT ROWID;

CREATE TABLE question_follow (
    community TEXT NOT NULL,
    question TEXT NOT NULL,
    follower BLOB NOT NULL,
    dek TEXT NOT NULL,
    address BLOB NOT NULL,
    CONSTRAINT question_follow_pk PRIMARY KEY (community, question, follower),
    CONSTRAINT question_follow_dek UNIQUE (dek)
) WITHOUT ROWID;

CREATE TABLE question_recusal (
    community TEXT NOT NULL,
    question TEXT NOT NULL,
    said_by TEXT NOT NULL,
    CONSTRAINT question_recusal_pk PRIMARY KEY (community, question, said_by)
) WITHOUT ROWID;

CREATE TABLE question_mute (
    community TEXT NOT NULL,
    muted BLOB NOT NULL,
    until TEXT NOT NULL,
    CONSTRAINT question_mute_pk PRIMARY KEY (community, muted)
) WITHOUT ROWID;

CREATE TABLE question_counter (
    community TEXT NOT NULL,
    number INTEGER NOT NULL,
    CONSTRAINT question_counter_pk PRIMARY KEY (community)
) WITHOUT ROWID;
