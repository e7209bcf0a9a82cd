"""What the second encoder, the reader and what stands on them are made with: `python -m lab.reading`."""
