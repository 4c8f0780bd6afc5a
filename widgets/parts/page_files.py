"""Pictures and PDF files that a person chooses, or drops onto a page."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from widgets.kit.images import PICTURES
from widgets.translation import QT_TRANSLATE_NOOP

_TITLE = QT_TRANSLATE_NOOP("PageFiles", "Import pages")
_KINDS = QT_TRANSLATE_NOOP("PageFiles", "Pictures and PDF")


def choose_page_files(parent: QWidget) -> tuple[str, ...]:
    """Ask which; none where nothing was chosen."""
    title, kinds = (QCoreApplication.translate("PageFiles", text) for text in (_TITLE, _KINDS))
    endings = " ".join(f"*.{ending}" for ending in PICTURES)
    names, _ = QFileDialog.getOpenFileNames(parent, title, "", f"{kinds} ({endings})")
    return tuple(names)


class PageFileDrop(QObject):
    """Lets files be dropped on `page` while they are `wanted`; `dropped` gets their names."""

    def __init__(
        self, page: QWidget, *, wanted: Callable[[], bool], dropped: Callable[[tuple[str, ...]], object]
    ) -> None:
        super().__init__(page)
        self._wanted, self._dropped = wanted, dropped
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent) or event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            return False
        files = _files(event) if self._wanted() else ()
        if files:
            event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop:
                self._dropped(files)
        return bool(files)


def _files(event: QDropEvent) -> tuple[str, ...]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return tuple(str(path) for path in paths if path.suffix.lower().lstrip(".") in PICTURES)
