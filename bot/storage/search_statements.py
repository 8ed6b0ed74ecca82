"""Statements of search: the one room where the engines speak different dialects."""

from __future__ import annotations

from typing import Final

from bot.storage.sql import sql

PUT: Final = sql("""
    INSERT INTO search_thing (community, kind, thing, title, gist, stems)
    VALUES (:community, :kind, :thing, :title, :gist, :stems) RETURNING id
""")
MARK: Final = sql(
    "INSERT INTO search_index (rowid, marks) VALUES (:id, :marks)",
    postgres="""
        UPDATE search_thing SET marks = array_to_tsvector(string_to_array(:marks, ' '))
         WHERE id = :id
    """,
)
TAKE: Final = sql("""
    DELETE FROM search_thing WHERE community = :community AND kind = :kind AND thing = :thing
    RETURNING id, stems
""")
UNMARK: Final = sql(
    "INSERT INTO search_index (search_index, rowid, marks) VALUES ('delete', :id, :marks)",
    postgres="SELECT CAST(:id AS BIGINT), CAST(:marks AS TEXT)",
)
TIDY: Final = sql(
    "INSERT INTO search_index (search_index, rank) VALUES ('merge', :pages)",
    postgres="SELECT CAST(:pages AS BIGINT)",
)
CHANGES: Final = sql("SELECT total_changes() AS n", postgres="SELECT 0 AS n")
COUNT: Final = sql("""
    INSERT INTO search_stem (scope, stem, things) VALUES (:scope, :stem, :change)
    ON CONFLICT (scope, stem) DO UPDATE SET things = search_stem.things + excluded.things
    RETURNING things
""")
NOWHERE: Final = sql("DELETE FROM search_stem WHERE scope = :scope AND stem = :stem")
HOW_COMMON: Final = sql(
    """
    SELECT stem, things FROM search_stem
     WHERE scope = :scope AND stem IN (SELECT value FROM json_each(:stems))
    """,
    postgres="""
    SELECT stem, things FROM search_stem
     WHERE scope = :scope AND stem IN (SELECT json_array_elements_text(CAST(:stems AS json)))
    """,
)
MATCHING: Final = sql(
    """
    SELECT rowid AS id FROM search_index
     WHERE search_index MATCH :all_of ORDER BY rowid DESC LIMIT :at_most
    """,
    postgres="""
    WITH matching AS MATERIALIZED (
        SELECT id FROM search_thing WHERE marks @@ CAST(:all_in AS tsquery)
    )
    SELECT id FROM matching ORDER BY id DESC LIMIT :at_most
    """,
)
MATCHING_OFTEN: Final = sql(
    MATCHING.text,
    postgres="""
    SELECT id FROM (
        SELECT id, marks FROM search_thing
         WHERE community = :community AND kind = :kind ORDER BY id DESC LIMIT :newest
    ) newest
     WHERE marks @@ CAST(:all_in AS tsquery) ORDER BY id DESC LIMIT :at_most
    """,
)
"""For words that stand in so many things that the newest few hold enough of them.

PostgreSQL fetches a row for each that matches, SQLite reads its index from the end.
"""
THINGS: Final = sql(
    """
    SELECT id, thing, title, gist, stems FROM search_thing
     WHERE id IN (SELECT value FROM json_each(:ids))
    """,
    postgres="""
    SELECT id, thing, title, gist, stems FROM search_thing
     WHERE id IN (SELECT CAST(json_array_elements_text(CAST(:ids AS json)) AS BIGINT))
    """,
)
