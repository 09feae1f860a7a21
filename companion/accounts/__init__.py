"""Members, reception and technicians: who they are, how they sign in, how they come and go."""
