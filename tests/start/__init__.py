"""Promises about: start."""
