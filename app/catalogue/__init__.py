"""The catalogue of items as files: read, checked, searched, taken in from the province, mirrored from the central."""
