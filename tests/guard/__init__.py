"""What the guard promises about the sentences social workers type."""
