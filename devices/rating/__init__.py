"""Callers (叫号器) and rating pads (评价器) on the counter's keypad bus."""
