"""What the papers of an account promise."""
