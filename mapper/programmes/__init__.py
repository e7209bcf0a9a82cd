"""What programmes show of standards: coverage, microcredentials, evidence, instructors, facilities."""
