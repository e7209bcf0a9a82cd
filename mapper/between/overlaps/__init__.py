"""Standards of one registry that say nearly the same: the work list of whoever harmonises them."""
