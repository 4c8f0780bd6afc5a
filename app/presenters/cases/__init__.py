"""The page of cases: the work list, one case, and the acts upon it."""
