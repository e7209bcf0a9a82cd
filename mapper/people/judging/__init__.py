"""A judge for what similarity cannot tell: questions to a reader, and answers that count only with verified quotations.

`protocol` says what a question and an answer are and what a reader is told; the doors are a file (`kept`, which also
remembers) and an endpoint (`endpoint`); `hearing` asks, `criteria` puts the questions of a report or mapping and the
verdicts into it, `measure` says how far a reader can be trusted.
"""
