"""Changes: a visit opens, a gesture is kept, people part, a thread is erased; each with its line in the journal."""
