"""What a procedure file means: frozen values and pure functions."""
