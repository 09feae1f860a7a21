"""Promises about: web."""
