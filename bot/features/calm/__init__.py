"""Keeping a talk calm: people ask to slow down or report, organizers pause, pauses end."""
