"""Ed25519 over bytes, with a key that the caller hands in; it keeps none and knows nobody."""
