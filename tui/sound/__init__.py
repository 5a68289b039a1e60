"""Sound: mpv as a child of ours, spoken to in JSON; nothing of it is a Python dependency."""
