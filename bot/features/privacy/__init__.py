"""Privacy: what is held about a person, shown to them, and erased when they say so."""
