"""The curriculum map: which course teaches which outcome or criterion, and how far (I, R, M), and where it is assessed.

`courses` finds the columns, `levels` reads the levels that syllabuses print and estimates the others,
`curriculum` joins them with what coverage says of each course, and lists what a school looks for in such a map.
"""
