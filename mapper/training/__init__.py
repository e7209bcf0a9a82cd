"""What the shipped models are made with: `python -m mapper.training`."""
