"""The five steps of taking a case in."""
