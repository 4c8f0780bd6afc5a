"""The central server of a hall: it takes in what windows push, and its word is the truth."""
