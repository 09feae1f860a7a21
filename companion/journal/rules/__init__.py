"""Decides what an entry is, how the tree grows, what a checkpoint says, and whether all of it still holds."""
