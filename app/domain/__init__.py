"""The rules of the trade, pure: no I/O, no clock, no threads. Terminal and central run the same code."""
