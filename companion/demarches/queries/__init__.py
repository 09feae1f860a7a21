"""Looks: at the visits a worker has open, at the threads the team keeps, at where a sheet leads."""
