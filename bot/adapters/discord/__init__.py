"""Discord: the door, what comes in, what goes out, and how cards and forms look there."""
