"""What the signature promises."""
