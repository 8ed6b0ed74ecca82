"""Posts: things worth reading, approved by a person, shared with a question to talk about."""
