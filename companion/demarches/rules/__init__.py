"""Decides: what a thread holds, what a gesture changes in it, how two people who write at once are told."""
