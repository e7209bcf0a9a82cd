"""What people decide of mappings: reviews, checklists, judgements, and what is learnt from them."""
