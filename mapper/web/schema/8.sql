-- Version 8: a review begins with what is open; where somebody left off is kept no longer.
DROP TABLE IF EXISTS visit;
