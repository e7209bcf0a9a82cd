"""What programmes show of standards: coverage, microcredentials, instructors, facilities."""
