"""What comes in from outside becomes testimonies: files and tables are read here, and nothing is written."""
