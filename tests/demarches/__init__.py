"""Promises of visits and threads."""
