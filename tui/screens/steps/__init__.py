"""What is typed at each step of the form for a testimony, turned into values and back: no screen, no archive."""
