"""Forums: planned together, reminded, held, and followed up until what was promised is known."""
