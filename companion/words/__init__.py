"""The French words that passphrases and spoken fingerprints are made of; no secret lives here."""
