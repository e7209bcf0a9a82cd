"""Two editions of a standard or a programme compared: what stayed, what changed, and what that does to a mapping.

Parts are aligned by what they say; codes and places only confirm, since a new edition numbers anew. Spacing that was
repaired is no change.
"""

from mapper.editions.compare import compare
from mapper.editions.records import Change, Comparison, Edition, Unit

__all__ = ["Change", "Comparison", "Edition", "Unit", "compare"]
