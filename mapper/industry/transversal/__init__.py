"""The four transversal needs in programmes and job advertisements, and ESCO's green skills."""
