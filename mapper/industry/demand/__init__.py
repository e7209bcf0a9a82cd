"""What a set of job advertisements asks for, in shares of ads with intervals."""
