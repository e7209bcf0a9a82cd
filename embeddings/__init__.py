"""Text to vectors to neighbours: encoders, lexical scorers, indexes, training on pairs. Knows no file format."""
