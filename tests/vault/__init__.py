"""What the vault promises, and the ways in which it is attacked."""
