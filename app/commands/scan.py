"""`yichuang device scan`: scan pages into files, without the window."""

from __future__ import annotations

import argparse
import io
import mimetypes
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from app.commands.answer import answering, show
from devices.catalogue import open_page_source
from devices.errors import DeviceError
from devices.scanning.camera import CameraSource
from devices.scanning.clean import Look
from devices.scanning.feeders import is_feeder, open_page_feeder
from devices.scanning.pdf import pages_to_pdf
from devices.scanning.pictures import Picture
from devices.scanning.quad import whole_frame
from devices.scanning.scan import DPI, ScannedPage, scan_page

PDF = ".pdf"
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")


def add_to(verbs: Any) -> None:
    """Add `scan` to `device`."""
    scan = verbs.add_parser("scan", help="扫描成 PDF 或图片")
    scan.add_argument("--from", dest="source", required=True, metavar="ADDRESS",
                      help="如 sane:NAME?source=adf、escl://HOST/eSCL, camera:0, folder:PATH, image:PATH")  # fmt: skip
    scan.add_argument("--out", type=Path, required=True, metavar="FILE",
                      help="一个 PDF，或按名字编号的图片：scan.jpg 成为 scan-1.jpg …")  # fmt: skip
    scan.add_argument("--look", choices=[look.value for look in Look], default=Look.COLOUR.value)
    scan.add_argument("--json", action="store_true")
    scan.set_defaults(run=_scan)


@dataclass(slots=True)
class Kept:
    """What came so far, and the files it is in."""

    out: Path
    pages: list[ScannedPage] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    def add(self, page: ScannedPage, *, one_of_many: bool) -> None:
        """Keep one page: at once as a picture, or for the PDF."""
        self.pages.append(page)
        if self.out.suffix.lower() != PDF:
            number = f"-{len(self.pages)}" if one_of_many else ""
            file = self.out.with_name(f"{self.out.stem}{number}{self.out.suffix}")
            write_page(page, file)
            self.files.append(file)

    def finish(self) -> None:
        """Bind what came, if it is to be a PDF."""
        if self.pages and self.out.suffix.lower() == PDF:
            self.out.write_bytes(pages_to_pdf([page.image_bytes for page in self.pages]))
            self.files.append(self.out)


def write_page(page: ScannedPage, out: Path) -> None:
    """The page's own bytes where `out` is named so, else the same picture as its name asks. Raises ValueError."""
    if mimetypes.guess_type(out)[0] == page.media_type:
        out.write_bytes(page.image_bytes)
    else:
        with Image.open(io.BytesIO(page.image_bytes)) as picture:
            picture.convert("RGB").save(out, dpi=picture.info.get("dpi", (DPI, DPI)))


def _scan(given: argparse.Namespace) -> int:
    def work() -> int:
        kept = Kept(_checked(given.out))
        started = time.monotonic()
        try:
            with closing(_pictures(given.source)) as pictures:
                for picture in pictures:
                    page = _page(picture, Look(given.look))
                    kept.add(page, one_of_many=is_feeder(given.source))
                    if not given.json:
                        _tell(page, len(kept.pages))
        except DeviceError as error:
            error.role, error.where = error.role or "page_source", error.where or given.source
            raise
        finally:
            kept.finish()  # also after a jam: what came is kept
        facts = {
            "pages": len(kept.pages),
            "blank": sum(page.quality.blank for page in kept.pages),
            "files": [str(file) for file in kept.files],
            "seconds": round(time.monotonic() - started, 2),
        }
        return show(facts, as_json=given.json)

    return answering(work, as_json=given.json)


def _checked(out: Path) -> Path:
    """Before any paper moves. Raises ValueError for a kind of file that is not written here, OSError."""
    if out.suffix.lower() not in (PDF, *PICTURES):
        raise ValueError(f"{out.name}: {PDF} {' '.join(PICTURES)}")
    out.absolute().parent.stat()
    return out


def _pictures(address: str) -> Generator[Picture, None, None]:
    """What a scanner gives, page by page; of anything else, one picture in which the page is still to be found."""
    if is_feeder(address):
        feeder = open_page_feeder(address)
        try:
            feeder.open()
            with closing(feeder.pages()) as frames:
                for frame in frames:
                    yield Picture(frame, is_page=True)
        finally:
            feeder.close()
        return
    source = open_page_source(address)
    try:
        source.open()
        frame = source.still() if isinstance(source, CameraSource) else source.frame()
        yield Picture(frame, is_page=False)
    finally:
        source.close()


def _page(picture: Picture, look: Look) -> ScannedPage:
    height, width = picture.frame.shape[:2]
    return scan_page(picture.frame, corners=whole_frame(width, height) if picture.is_page else None, look=look)


def _tell(page: ScannedPage, number: int) -> None:
    print(f"{number}  {page.width}x{page.height}  {len(page.image_bytes)}", flush=True)
