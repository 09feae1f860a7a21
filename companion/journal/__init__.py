"""The journal: what happened is committed to, in order, and cannot be rewritten unseen; no actor is ever in it."""
