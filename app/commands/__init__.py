"""The command line: thin words round the functions that the window uses."""
