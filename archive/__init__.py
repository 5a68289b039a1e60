"""What is kept and how it is found: the store, the index, access, fixity and exchange."""
