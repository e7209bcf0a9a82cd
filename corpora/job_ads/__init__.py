"""Job advertisements in bulk: read from tables, texts or folders, cleaned, duplicates grouped; `load.load` does it."""
