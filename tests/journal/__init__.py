"""What is promised of the journal."""
