"""Looks: at the association, its members, their sessions, what they were given."""
