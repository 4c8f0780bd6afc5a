"""The issuing window's page, and the locker beside it."""
