"""Draws every part and page in every state to PNG: `python -m widgets.gallery --out build/gallery`."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from widgets.shell import breadth_of, density_of
from widgets.theme.stylesheet import apply_theme
from widgets.theme.tokens import THEMES, Tokens
from widgets.translation import speak_chinese

Builder = Callable[[], QWidget]
Shot = tuple[str, Builder]

SIZES = ((1440, 900, 1.0), (1366, 768, 1.0), (1440, 900, 1.25), (1440, 900, 1.5))


def start_app() -> QApplication:
    """A QApplication that speaks Chinese, on no display when there is none."""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY") and sys.platform != "win32":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication([])
    speak_chinese(app)
    return app


def shoot(
    app: QApplication, shot: Shot, folder: Path, tokens: Tokens, size: tuple[int, int], scale: float = 1.0
) -> Path:
    """Build a widget, show it in `size` px, and save what it looks like. Returns the file."""
    name, build = shot
    width, height = size
    apply_theme(app, tokens, scale, density_of(height, scale), breadth_of(width, scale))
    widget = build()
    widget.resize(width, height)
    widget.show()
    app.processEvents()
    percent = "" if scale == 1.0 else f"-{round(scale * 100)}"
    path = folder / f"{name}-{tokens.name}-{width}x{height}{percent}.png"
    folder.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(path))
    widget.close()
    widget.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return path


def draw(app: QApplication, folder: Path, only: Sequence[str] = ()) -> list[Path]:
    """Every part in each theme, and every page in each theme and, in light, in each size."""
    from widgets.gallery.shots import PAGES, PARTS

    wanted = [shot for shot in PARTS if not only or shot[0] in only]
    files = [shoot(app, shot, folder, tokens, (1440, 1072)) for shot in wanted for tokens in THEMES.values()]
    for shot in [shot for shot in PAGES if not only or shot[0] in only]:
        files += [shoot(app, shot, folder, tokens, (1440, 900)) for tokens in THEMES.values()]
        files += [
            shoot(app, shot, folder, THEMES["light"], (width, height), scale) for width, height, scale in SIZES[1:]
        ]
    return files


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/gallery"))
    parser.add_argument("--only", nargs="*", default=(), metavar="NAME")
    arguments = parser.parse_args()
    for path in draw(start_app(), arguments.out, arguments.only):
        print(path)
    return 0
