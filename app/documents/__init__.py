"""Documents as paper: what of their kinds is data, and slips and reports set for a roll printer or as PDF."""
