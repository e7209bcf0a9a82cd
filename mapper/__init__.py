"""The work: maps curricula and job descriptions to competency standards."""
