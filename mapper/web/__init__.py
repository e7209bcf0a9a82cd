"""The page in the browser: upload programmes, review what they correspond to, browse frameworks."""
