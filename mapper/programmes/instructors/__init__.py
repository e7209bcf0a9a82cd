"""Whom to train in what: the standards that those who teach a programme should hold, against what they do hold.

`table` reads the list of what teachers hold, `profile` says what is to be held and who lacks it.
"""
