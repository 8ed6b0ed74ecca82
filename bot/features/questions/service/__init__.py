"""Verbs, by the role of the person: asking, afterwards, triage, desk, reading, following."""
