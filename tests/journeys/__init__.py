"""Promises about: journeys."""
