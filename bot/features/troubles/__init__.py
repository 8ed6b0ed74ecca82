"""What could not be shown, and how organizers mend it."""
