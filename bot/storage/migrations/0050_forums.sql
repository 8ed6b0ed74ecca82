-- Forums: plans, sign-ups, agendas, commitments, and what their threads tell.
-- Step: expand.
-- Personal data: forum_sign_up, forum_attendance and forum_item name the person (platform account);
-- the lists are erased 30 days after a forum, earlier on request. forum names hosts and facilitator
-- as they wish to be called. Listed in docs/privacy.md.
CREATE TABLE forum_number (
    community TEXT NOT NULL,
    last BIGINT NOT NULL,
    CONSTRAINT forum_number_pk PRIMARY KEY (community)
) WITHOUT ROWID;

-- wall is a naive ISO time in zone (fold 1: the second of two like hours); starts_at is its
-- instant, kept for order alone.
CREATE TABLE forum (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    aim TEXT NOT NULL,
    off_table TEXT NOT NULL,
    wall TEXT,
    zone TEXT NOT NULL,
    fold BIGINT NOT NULL,
    starts_at BIGINT,
    minutes BIGINT NOT NULL,
    place TEXT NOT NULL,
    format TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    resident_host TEXT NOT NULL,
    police_host TEXT NOT NULL,
    facilitator TEXT NOT NULL,
    speaks TEXT NOT NULL,
    access TEXT NOT NULL,
    repeats TEXT NOT NULL,
    reason TEXT NOT NULL,
    summary TEXT NOT NULL,
    none_agreed BIGINT NOT NULL,
    ended_at BIGINT,
    touched_at BIGINT NOT NULL,
    changes BIGINT NOT NULL,
    came_residents BIGINT NOT NULL,
    came_police BIGINT NOT NULL,
    signed_up BIGINT NOT NULL,
    turns BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT forum_pk PRIMARY KEY (community, id),
    CONSTRAINT forum_by_number UNIQUE (community, number)
) WITHOUT ROWID;
CREATE INDEX forum_by_start ON forum (community, state, starts_at);

CREATE TABLE forum_sign_up (
    community TEXT NOT NULL,
    forum TEXT NOT NULL,
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    answer TEXT NOT NULL,
    seat TEXT NOT NULL,
    turn BIGINT NOT NULL,
    named BIGINT NOT NULL,
    direct BIGINT NOT NULL,
    moved_up TEXT NOT NULL,
    CONSTRAINT forum_sign_up_pk PRIMARY KEY (community, forum, person),
    CONSTRAINT forum_sign_up_by_id UNIQUE (community, id)
) WITHOUT ROWID;
CREATE INDEX forum_sign_up_by_seat ON forum_sign_up (community, forum, seat, turn);
CREATE INDEX forum_sign_up_by_person ON forum_sign_up (community, person);

CREATE TABLE forum_attendance (
    community TEXT NOT NULL,
    forum TEXT NOT NULL,
    person TEXT NOT NULL,
    side TEXT NOT NULL,
    CONSTRAINT forum_attendance_pk PRIMARY KEY (community, forum, person)
) WITHOUT ROWID;
CREATE INDEX forum_attendance_by_person ON forum_attendance (community, person);

-- A question that is proposed before any forum is open waits with an empty forum.
CREATE TABLE forum_item (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    forum TEXT NOT NULL,
    side TEXT NOT NULL,
    words TEXT NOT NULL,
    question TEXT,
    person TEXT,
    place BIGINT NOT NULL,
    CONSTRAINT forum_item_pk PRIMARY KEY (community, id),
    CONSTRAINT forum_item_question UNIQUE (community, question)
) WITHOUT ROWID;
CREATE INDEX forum_item_by_forum ON forum_item (community, forum, place);
CREATE INDEX forum_item_by_person ON forum_item (community, person);

CREATE TABLE forum_commitment (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    forum TEXT NOT NULL,
    owner TEXT NOT NULL,
    what TEXT NOT NULL,
    due TEXT NOT NULL,
    evidence TEXT NOT NULL,
    CONSTRAINT forum_commitment_pk PRIMARY KEY (community, id)
) WITHOUT ROWID;
CREATE INDEX forum_commitment_by_forum ON forum_commitment (community, forum, due, id);

CREATE TABLE forum_look_back (
    community TEXT NOT NULL,
    forum TEXT NOT NULL,
    days BIGINT NOT NULL,
    words TEXT NOT NULL,
    written_on TEXT NOT NULL,
    CONSTRAINT forum_look_back_pk PRIMARY KEY (community, forum, days)
) WITHOUT ROWID;

CREATE TABLE forum_news (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    forum TEXT NOT NULL,
    kind TEXT NOT NULL,
    late BIGINT NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT forum_news_pk PRIMARY KEY (community, id)
) WITHOUT ROWID;
CREATE INDEX forum_news_by_forum ON forum_news (community, forum);
