"""What the lint promises."""
