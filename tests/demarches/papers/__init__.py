"""What the sheet of a thread promises."""
