"""Clock-driven work: jobs under leases, cards drawn again when the truth changes."""
