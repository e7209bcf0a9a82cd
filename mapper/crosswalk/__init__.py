"""Crosswalks: which entries of one framework correspond to which of another, and how, for a person to review.

For each pair a probability that the two correspond at all, and a predicate that says how: the target is the same
(exact), nearly the same (close), broader, narrower, or only related.
"""

from mapper.crosswalk.records import PREDICATES, Candidate, Crosswalk, Entry, Predicate

__all__ = ["PREDICATES", "Candidate", "Crosswalk", "Entry", "Predicate"]
