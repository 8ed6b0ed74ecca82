"""The town: the whole bot in one process, over a world in memory, for tests and for people."""
