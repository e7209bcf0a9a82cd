"""Standards of one registry that say nearly the same: the work list of whoever harmonises them.

Two standards are told where their titles are nearly the same in their letters or, where the documents of both are
loaded, where much of the smaller one's criteria stands in the other.
"""

from mapper.overlaps.find import Overlap, Overlaps, find_overlaps

__all__ = ["Overlap", "Overlaps", "find_overlaps"]
