"""Locks and unlocks: who holds which key, under what it is wrapped, and by whom it was given."""
