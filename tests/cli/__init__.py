"""Promises about: cli."""
