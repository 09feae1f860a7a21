"""Decides: what a blob is bound to, how long it looks, how a code is written and read; no key passes here."""
