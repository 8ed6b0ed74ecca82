"""A sentence model on this machine, where the operator installed one: no network, no service."""
