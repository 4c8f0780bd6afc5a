"""Ways for bytes to travel to a device and back; all of them remember the last frames, redacted."""
