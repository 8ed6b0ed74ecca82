-- Find published words: one row a thing, and an index of the stems in it.
-- Step: expand.
-- Personal data: none; only what is published enters here.
CREATE TABLE search_thing (
    id INTEGER PRIMARY KEY,
    community TEXT NOT NULL,
    kind TEXT NOT NULL,
    thing TEXT NOT NULL,
    title TEXT NOT NULL,
    gist TEXT NOT NULL,
    stems TEXT NOT NULL,
    marks TSVECTOR,
    CONSTRAINT search_thing_once UNIQUE (community, kind, thing)
);
CREATE INDEX search_index ON search_thing USING gin (marks);
CREATE INDEX search_newest ON search_thing (community, kind, id DESC);
CREATE TABLE search_stem (
    scope TEXT NOT NULL,
    stem TEXT COLLATE "C" NOT NULL,
    things INTEGER NOT NULL,
    CONSTRAINT search_stem_pk PRIMARY KEY (scope, stem)
);
-- Each stem with one letter left out, so that a slip of the finger still finds it.
CREATE TABLE search_near (
    scope TEXT NOT NULL,
    variant TEXT NOT NULL,
    stem TEXT NOT NULL,
    CONSTRAINT search_near_pk PRIMARY KEY (scope, variant, stem)
);
