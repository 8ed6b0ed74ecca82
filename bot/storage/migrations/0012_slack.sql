-- Keep the workspaces that installed the app on Slack, and which calendar files were handed out.
-- Step: expand.
-- Personal data: none. A workspace's id, its bot's id, and its tokens, which are sealed; who
-- installed it is not kept. A workspace belongs to a community only after set-up, so its own id
-- comes first.
CREATE TABLE slack_install (
    team TEXT NOT NULL,
    bot_user TEXT NOT NULL,
    bot TEXT NOT NULL,
    dek TEXT NOT NULL,
    sealed BLOB NOT NULL,
    expires_at BIGINT,
    revision BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT slack_install_pk PRIMARY KEY (team)
) WITHOUT ROWID;

CREATE TABLE slack_calendar (
    place TEXT NOT NULL,
    digest TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    CONSTRAINT slack_calendar_pk PRIMARY KEY (place, digest)
) WITHOUT ROWID;
