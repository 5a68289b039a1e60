"""Where a person meets the archive: the command line and the reading room."""
