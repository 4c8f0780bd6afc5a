"""Locker cells: three families of lock boards on one wire, and the watch over doors that stand open."""
