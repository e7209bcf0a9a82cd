"""Collections: whole catalogues that are indexed, kept in versions and searched. See docs/batch.md for the design."""
