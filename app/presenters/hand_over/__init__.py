"""The page of papers under way: sent, received, followed up."""
