"""Slips on a roll: dots and text as ESC/POS, over whatever line the printer hangs on."""
