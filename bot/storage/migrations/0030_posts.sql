-- Keep posts with their earlier versions and ratings, and the feeds that suggest some of them.
-- Step: expand.
-- Personal data: post_rating.rater (keyed hashes, a different one for each post). Who suggested,
-- reviewed or approved a post is not kept.
CREATE TABLE post (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    origin_ref TEXT NOT NULL,
    label TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    link TEXT NOT NULL,
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    licence TEXT NOT NULL,
    language TEXT NOT NULL,
    discuss TEXT NOT NULL,
    extras TEXT NOT NULL,
    wall TEXT,
    zone TEXT,
    published_at BIGINT,
    rejection TEXT NOT NULL,
    note TEXT NOT NULL,
    version INTEGER NOT NULL,
    suggested_at BIGINT NOT NULL,
    CONSTRAINT post_pk PRIMARY KEY (community, id)
) WITHOUT ROWID;
CREATE INDEX post_desk ON post (community, state, suggested_at, id);
CREATE INDEX post_news ON post (community, published_at, id) WHERE published_at IS NOT NULL;
-- One explainer or feed item is in hand or under discussion once at a time.
CREATE UNIQUE INDEX post_once ON post (community, origin, origin_ref)
    WHERE origin_ref <> ''
      AND state IN ('suggested', 'review', 'scheduled', 'published', 'discussing');

CREATE TABLE post_version (
    community TEXT NOT NULL,
    post TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT post_version_pk PRIMARY KEY (community, post, version)
) WITHOUT ROWID;

CREATE TABLE post_rating (
    community TEXT NOT NULL,
    post TEXT NOT NULL,
    rater BLOB NOT NULL,
    usefulness TEXT NOT NULL,
    CONSTRAINT post_rating_pk PRIMARY KEY (community, post, rater)
) WITHOUT ROWID;

CREATE TABLE feed (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    label TEXT NOT NULL,
    paused INTEGER NOT NULL,
    begun INTEGER NOT NULL,
    ids_repeat INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    trouble TEXT NOT NULL,
    read_at BIGINT,
    revision INTEGER NOT NULL,
    CONSTRAINT feed_pk PRIMARY KEY (community, id),
    CONSTRAINT feed_name UNIQUE (community, name)
) WITHOUT ROWID;

CREATE TABLE feed_item (
    community TEXT NOT NULL,
    feed TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    link TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    fate TEXT NOT NULL,
    post TEXT NOT NULL,
    CONSTRAINT feed_item_pk PRIMARY KEY (community, feed, id)
) WITHOUT ROWID;
CREATE INDEX feed_item_newest ON feed_item (community, seen_at, id);

CREATE TABLE feed_key (
    community TEXT NOT NULL,
    feed TEXT NOT NULL,
    mark TEXT NOT NULL,
    item TEXT NOT NULL,
    CONSTRAINT feed_key_pk PRIMARY KEY (community, feed, mark)
) WITHOUT ROWID;
