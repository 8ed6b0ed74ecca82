-- Remember which servers and workspaces form a community, what their channels are for, which of
-- their groups hold which role, and the language that a person chose.
-- Step: expand.
-- Personal data: team_language (an account's id and the language that it chose).
CREATE TABLE team_house (
    community TEXT NOT NULL,
    platform TEXT NOT NULL,
    tenant TEXT NOT NULL,
    finished INTEGER NOT NULL,
    liaison_administers INTEGER NOT NULL,
    CONSTRAINT team_house_pk PRIMARY KEY (community, platform, tenant)
) WITHOUT ROWID;

CREATE UNIQUE INDEX team_house_one_community ON team_house (platform, tenant);

CREATE TABLE team_channel (
    community TEXT NOT NULL,
    platform TEXT NOT NULL,
    tenant TEXT NOT NULL,
    purpose TEXT NOT NULL,
    channel TEXT NOT NULL,
    CONSTRAINT team_channel_pk PRIMARY KEY (community, platform, tenant, purpose)
) WITHOUT ROWID;

CREATE TABLE team_grant (
    community TEXT NOT NULL,
    platform TEXT NOT NULL,
    tenant TEXT NOT NULL,
    role TEXT NOT NULL,
    held_by TEXT NOT NULL,
    CONSTRAINT team_grant_pk PRIMARY KEY (community, platform, tenant, role, held_by)
) WITHOUT ROWID;

-- Days are a mask with Monday as its lowest bit; opening and closing are minutes of the day.
CREATE TABLE team_setting (
    community TEXT NOT NULL,
    locale TEXT NOT NULL,
    zone TEXT NOT NULL,
    days INTEGER NOT NULL,
    opens INTEGER NOT NULL,
    closes INTEGER NOT NULL,
    CONSTRAINT team_setting_pk PRIMARY KEY (community)
) WITHOUT ROWID;

-- A link code is never stored, only its SHA-256: 80 random bits cannot be guessed from it.
CREATE TABLE team_link (
    community TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT team_link_pk PRIMARY KEY (community, code_hash)
) WITHOUT ROWID;

CREATE TABLE team_language (
    community TEXT NOT NULL,
    person TEXT NOT NULL,
    locale TEXT NOT NULL,
    CONSTRAINT team_language_pk PRIMARY KEY (community, person)
) WITHOUT ROWID;

-- Counts changes, so that a process sees in one small read whether its memory is still right.
CREATE TABLE team_stamp (
    community TEXT NOT NULL,
    subject TEXT NOT NULL,
    n BIGINT NOT NULL,
    CONSTRAINT team_stamp_pk PRIMARY KEY (community, subject)
) WITHOUT ROWID;
