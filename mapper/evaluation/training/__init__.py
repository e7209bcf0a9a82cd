"""What fits the matcher's scorer, which stands on the encoder: `python -m mapper.evaluation.training`."""
