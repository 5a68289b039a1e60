"""Whether what a person wanted is found: questions judged by reading, put to every engine."""
