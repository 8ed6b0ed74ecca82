"""Feedback: said at any time, without a name unless one wants it, and worked off."""
