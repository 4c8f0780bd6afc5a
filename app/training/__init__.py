"""The training hall: its accounts, and the cases that it begins with."""
