"""From a picture of a desk to a small, clean page."""
