"""Devices made of software, at the same seams as the real ones: for training, the demo and the tests."""
