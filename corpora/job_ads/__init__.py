"""Job advertisements in bulk: read from tables or folders, cleaned, parted into requirements, duplicates grouped.

`load.load` does all of it; `segments.segments` and `segments.requirements` part one ad.
"""
