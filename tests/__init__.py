"""Promises in sentences, and the command that keeps them."""
