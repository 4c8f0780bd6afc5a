"""Readers of second-generation identity cards: a pure codec, the chip's text layout and a driver."""
