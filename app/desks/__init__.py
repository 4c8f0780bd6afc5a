"""The desks of a window: what each role works with, its presenters made and wired to one another."""
