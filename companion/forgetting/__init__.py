"""What was erased, or who left, and must not come back with an older backup."""
