"""Bridges to vendors' libraries: each a single file that also runs by itself, under an old or 32-bit Python."""
