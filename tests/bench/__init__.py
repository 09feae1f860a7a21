"""Promises about: bench."""
