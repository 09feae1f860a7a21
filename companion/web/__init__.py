"""The shell around every page: headers, static files, answers in part, faults, the server."""
