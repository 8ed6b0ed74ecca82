"""Safety: help first. What offers it, and never blocks, labels or tells anybody."""
