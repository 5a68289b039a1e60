"""The commands, each with the same words as the screen that does the same."""
