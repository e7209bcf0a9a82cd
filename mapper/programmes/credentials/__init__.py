"""Microcredentials: what units of a programme teach fully of one or more standards, as bundles worth certifying.

`units` finds a programme's units and their hours, `bundles` the bundles and their overlaps, `report` sets several
programmes' beside each other, `badges` writes a bundle as an unsigned Open Badges 3.0 Achievement.
"""
