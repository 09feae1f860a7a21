"""What the accounts decide, without disk, page or clock."""
