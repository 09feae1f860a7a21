"""What is promised of the upkeep: the copy kept elsewhere, its return, the check that all is well."""
