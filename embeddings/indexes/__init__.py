"""Indexes: vectors to nearest neighbours, exactly (`exact`) or as lists of rows that may be near (`ivf`)."""
