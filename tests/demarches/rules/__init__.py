"""Promises of the rules of visits, without disk or page."""
