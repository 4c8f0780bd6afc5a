"""Figures of the dashboard. `plot` is the one importer of pyqtgraph, and is itself imported when a figure is shown."""
