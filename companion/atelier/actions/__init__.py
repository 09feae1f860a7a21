"""Changes: drafts, which are files, and what is said of guides, which is in the database."""
