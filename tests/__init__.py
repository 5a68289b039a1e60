"""The specification, read aloud: one fact a test, a sentence for a name."""
