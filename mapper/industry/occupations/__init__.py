"""To which occupations a programme leads, ranked with evidence.

`needs` tells it by the skills that occupations are related to, `titles`, where nothing relates them, by what the
programme says of itself.
"""
