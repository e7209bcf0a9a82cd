"""A judge for what similarity cannot tell: questions to a reader, and answers that count only with verified quotations.

`protocol` says what a question and an answer are, `guidelines` what a reader is told; the doors are a file
(`answers`) and an endpoint (`endpoint`); `hearing` asks, `kept` remembers, `criteria` and `matches` put the questions
of a report and the verdicts into it, `measure` says how far a reader can be trusted.
"""
