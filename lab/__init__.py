"""What makes the shipped encoder, the documentation's figures and the measures of this house; not in the wheel."""
