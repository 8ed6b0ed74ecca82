"""From forums to cards and forms. Pure: what is shown follows from what is given."""
