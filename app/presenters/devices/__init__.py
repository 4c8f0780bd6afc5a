"""The devices page: health, checks, search."""
