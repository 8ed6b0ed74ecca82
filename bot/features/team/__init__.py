"""The team: which places form a community, who holds which role there, who speaks what."""
