"""What it costs: words, seconds, megabytes, measured in one run.

`program/` starts the program as a person does, beside a bare interpreter. `contest/` builds and asks the index beside
its `peers/`: SQLite's FTS5, tantivy, Xapian, and plain Whoosh over our own index.
"""
