"""Nobody is left without a way, and nothing is written that nobody will ever see (E08)."""
