"""What people decide about a mapping: a history of rows that are only ever added, and the state that it amounts to.

Every decision is one row: who, about which passage and competency, what they saw. Nothing is overwritten; to undo is
one more row. What stands (`state.States`) is always computed from the rows, never stored beside them.
"""
