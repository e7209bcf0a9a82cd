"""Standards beside each other: crosswalks, editions, and the formats in which mappings are exchanged."""
