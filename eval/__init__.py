"""Rankings against judgements: measures, uncertainty, agreement, calibration, benchmark folders."""
