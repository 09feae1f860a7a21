"""Threads and visits: a procedure followed with one person, kept as they want it, found again, and gone in time."""
