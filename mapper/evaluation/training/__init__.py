"""What fits the shipped models that stand on the encoder: `python -m mapper.evaluation.training`."""
