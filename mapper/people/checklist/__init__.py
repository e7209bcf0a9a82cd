"""A standard gone through by a person, criterion by criterion: what the sheet asks, and what becomes of the answers."""
