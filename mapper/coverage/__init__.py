"""What a programme shows of standards, from every candidate of its passages.

`states.criterion` tells it of each criterion, `standards.coverage` counts that for an alignment, `standards.standards` ranks
standards by it. The probabilities are those of `mapper.matching`.
"""
