"""Lines of light over the window."""
