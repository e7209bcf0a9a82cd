"""Whom to train in what: the standards that those who teach a programme should hold, against what they do hold."""
