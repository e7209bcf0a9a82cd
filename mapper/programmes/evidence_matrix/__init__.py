"""The evidence matrix of a standard: its criteria against what a programme says of evaluation.

`activities` reads the programme's evaluation activities and the instruments they name, `matrix` sets them against the
standard's criteria. (`mapper.matching.matcher` is about something else: the words that carry a match.)
"""
