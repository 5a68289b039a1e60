"""The words an oral-history archive uses, as values: testimony, narrator, passage, place, consent.

Nothing here opens a file or prints: text comes in, values go out.
"""
