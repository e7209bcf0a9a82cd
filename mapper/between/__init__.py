"""Standards beside each other: crosswalks, overlaps, editions, and the formats in which mappings are exchanged."""
