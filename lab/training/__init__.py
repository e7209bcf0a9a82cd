"""What the shipped encoder and what stands on it are made with: `python -m lab.training`."""
