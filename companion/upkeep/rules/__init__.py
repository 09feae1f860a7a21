"""Decides: what a backup holds, what a list of erasures says, what is worth telling about the state of the house."""
