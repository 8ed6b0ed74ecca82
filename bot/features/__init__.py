"""Capabilities: one folder each, the same file names in all, no folder that knows another."""
