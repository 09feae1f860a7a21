"""The guard recognises a password, a code, a card or a national number in what is typed, before anything keeps it."""
