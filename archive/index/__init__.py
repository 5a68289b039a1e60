"""The full-text index: derived from the archive's plain files, disposable, and spoken to in its own words."""
