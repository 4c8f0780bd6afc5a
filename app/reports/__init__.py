"""Compatibility reports: how a window's devices have worked, and what the hall had better do with them."""
