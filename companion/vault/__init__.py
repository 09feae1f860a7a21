"""The vault keeps what is typed unreadable at rest; whoever lost the key, the program too, reads nothing.  Start with its README."""
