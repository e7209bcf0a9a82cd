"""What a programme shows of standards, from every candidate of its passages.

`standards` tells it of each criterion, counts that for an alignment and ranks standards by it. The probabilities are
those of `mapper.matching`.
"""
