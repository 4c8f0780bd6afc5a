"""The one door back to the thread that owns the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot


class GuiThread(QObject):
    """Runs jobs on the thread it was made on, in the order they come. Call it from any thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._run, Qt.ConnectionType.QueuedConnection)
        self._shut = False

    def __call__(self, job: Callable[[], None]) -> None:
        """Have `job` run at home, soon."""
        self._arrived.emit(job)

    def shut(self) -> None:
        """Whoever lived here has gone: what still comes finds nobody, also while other windows go on."""
        self._shut = True

    @Slot(object)
    def _run(self, job: Callable[[], None]) -> None:
        if not self._shut:
            job()
