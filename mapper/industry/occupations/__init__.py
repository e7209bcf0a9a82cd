"""To which occupations a programme leads, ranked with evidence.

`needs` does it by the skills that occupations are related to, `titles`, where nothing relates them, by what the
programme says of itself; `find` chooses between them and makes the report.
"""
