"""Common Ground: a bot for dialogue between a community and its police."""
