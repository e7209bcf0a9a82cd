"""What employers ask for against what programmes teach."""
