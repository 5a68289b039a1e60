"""One archive of many testimonies, and the same texts and questions given to every engine."""
