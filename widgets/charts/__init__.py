"""Figures of the dashboard. `plot` is pyqtgraph's only importer: whoever needs it imports it when it is shown."""
