"""Whole catalogues: collections kept in versions, and the batch work that makes them."""
