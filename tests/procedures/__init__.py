"""Promises about: procedures."""
