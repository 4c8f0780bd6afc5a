"""Colours, type, spacing, marks and icons."""
