"""The find page: cases of this window and of the hall, with their slips."""
