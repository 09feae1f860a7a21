"""L'intendance: the copy kept elsewhere, its return, and the check that all is well."""
