"""The program as a person starts it: an import, a search, the first frame of the reading room."""
