"""Hand scanners for bar codes, on a serial line or typing as a keyboard."""
