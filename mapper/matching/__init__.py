"""How probable it is that a passage teaches an entry of a framework: one number, the same wherever it is shown.

`features` describes pairs of passage and entry, `scorer` makes the probability of them; `evaluation.training` fits it.
"""
