"""Decides: names, roles, pauses, hours of a session, numbers of the second factor; nothing here knows a database."""
