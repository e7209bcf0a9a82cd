"""Microcredentials: what units of a programme teach fully of one or more standards, as bundles worth certifying.

`units` finds a programme's units and their hours, `bundles` the bundles, their overlaps and how several programmes'
compare, `badges` writes a bundle as an unsigned Open Badges 3.0 Achievement.
"""
