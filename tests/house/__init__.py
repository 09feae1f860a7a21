"""Promises about: house."""
