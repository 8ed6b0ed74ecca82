"""What the gallery draws: model values, everyday and hostile, that several screens share."""
