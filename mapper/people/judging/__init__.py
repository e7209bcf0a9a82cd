"""A judge for what similarity cannot tell: questions to a reader, and answers that count only with verified quotations.

`protocol` says what a question and an answer are and what a reader is told; `asking` asks, by a file or through
`endpoint`, and remembers; `criteria` puts the questions of a report or mapping and the verdicts into it, `measure` says
how far a reader can be trusted.
"""
