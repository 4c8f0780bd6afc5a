"""Files dropped on a page, as from a folder: the one act of a clerk that takes a mouse."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


def drop_files(page: QWidget, *names: str) -> None:
    """Drag files of these names over the page, and let them fall if it takes them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(name) for name in names])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(QPoint(9, 9), copy, mime, left, none)
    QCoreApplication.sendEvent(page, enters)
    if enters.isAccepted():
        QCoreApplication.sendEvent(page, QDropEvent(QPointF(9, 9), copy, mime, left, none))
