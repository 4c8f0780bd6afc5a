"""From lines of text to the fields of one kind of paper; no I/O."""
