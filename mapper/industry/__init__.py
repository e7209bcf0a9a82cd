"""What employers ask for: demand in advertisements, sectors, transversal needs, and the gap to what is taught."""
