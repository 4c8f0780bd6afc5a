"""The window in a simulated hall: a bench to play every role at, and a tour of a whole life by script."""
