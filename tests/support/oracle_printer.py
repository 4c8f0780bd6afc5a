"""A receipt printer that we did not write: the ESC/POS machine of emupos, behind a TCP port.

`make test` puts emupos into `build/oracle` (see `tests/oracle.txt`). It asks for Python 3.13 because of its `type`
statements alone, so a copy with plain assignments in their place is imported.
"""

from __future__ import annotations

import atexit
import importlib
import re
import select
import shutil
import socket
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ORACLE = Path(__file__).resolve().parents[2] / "build" / "oracle"

_TYPE_STATEMENT = re.compile(r"^type (\w+) = ", re.MULTILINE)
_TYPE_PARAMETER = re.compile(r"^def (\w+)\[T\]\(", re.MULTILINE)


def import_emupos(module: str) -> Any:
    """A module of emupos."""
    if "emupos" not in sys.modules:
        assert (ORACLE / "emupos").is_dir(), (
            "emupos is not in build/oracle; install it with: pip install --no-deps --ignore-requires-python "
            "--require-hashes --target build/oracle -r tests/oracle.txt"
        )
        sys.path.insert(0, _translated(ORACLE))
    return importlib.import_module(f"emupos.{module}")


def _translated(packages: Path) -> str:
    folder = tempfile.mkdtemp(prefix="oracle-")
    atexit.register(shutil.rmtree, folder)
    for source in (packages / "emupos").rglob("*.*"):
        target = Path(folder) / source.relative_to(packages)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".py":
            text = _TYPE_STATEMENT.sub(r"\1 = ", source.read_text(encoding="utf-8"))
            target.write_text(_TYPE_PARAMETER.sub(r"T = object\ndef \1(", text), encoding="utf-8")
        elif source.suffix != ".pyc":
            target.write_bytes(source.read_bytes())
    return folder


class OraclePrinter:
    """Serves one connection at a time. `receipts` holds a PNG for each cut slip, `texts` its words.

    The oracle reads words in code page 437; the bytes behind them are those of GB 18030.
    """

    def __init__(self, *, dots: int = 576) -> None:
        config, self._printer_module = import_emupos("config"), import_emupos("printer.printer")
        profile = config.PrinterProfile(
            type="printer",
            name="oracle",
            dpi=203,
            width_dots=dots,
            font_a={"width": 12, "height": 24},
            font_b={"width": 9, "height": 17},
            code_pages={0: "PC437"},
            default_code_page=0,
            drawer_sensor_open_level="high",
        )
        self._printer = self._printer_module.Printer(
            "oracle", profile, sensor_open_level="high", job_idle_timeout_ms=60_000
        )
        self.receipts: list[bytes] = []
        self.texts: list[str] = []
        self.unknown_commands: list[Any] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, name="oracle-printer")
        self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> OraclePrinter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._wake.send(b"x")
        self._thread.join()
        for end in (self._listener, self._wake, self._woken):
            end.close()

    def set_fault(self, name: str, *, active: bool = True) -> None:
        """paper-out, paper-near-end, cover-open or offline."""
        with self._lock:
            self._take(self._printer.set_fault(self._printer_module.PrinterFault(name), active, 0.0))

    def _serve(self) -> None:
        while self._ready(self._listener):
            line, _ = self._listener.accept()
            with line:
                self._printer.open_connection("line", 0.0)
                while self._ready(line) and (data := line.recv(4096)):
                    with self._lock:
                        said = self._take(self._printer.receive("line", data, 0.0))
                    line.sendall(said)

    def _ready(self, source: socket.socket) -> bool:
        return self._woken not in select.select([source, self._woken], [], [])[0]

    def _take(self, output: Any) -> bytes:
        self.receipts += [receipt.png for receipt in output.receipts]
        self.texts += [receipt.text.encode("cp437").decode("gb18030") for receipt in output.receipts]
        self.unknown_commands += [event for event in output.events if "unknown" in str(event.type)]
        return b"".join(write.data for write in output.writes)
