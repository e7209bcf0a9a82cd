"""The evidence matrix of a standard: its criteria against what a programme says of evaluation.

`mapper.matching.matcher` is about something else: the words that carry a match.
"""
