"""Looks: at drafts, which are files, and at what is said of guides, which is in the database."""
