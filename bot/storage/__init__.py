"""The storage room: the store on SQLite or PostgreSQL, inbox, outbox, audit trail and vault."""
