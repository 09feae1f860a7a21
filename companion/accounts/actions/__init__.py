"""Changes: one function, one thing that somebody does."""
