"""What the list of words promises."""
