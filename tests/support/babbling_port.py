"""A serial port at which something babbles: whatever it is asked, it answers with bytes without sense."""

from __future__ import annotations

import os
import pty
import random
import select
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def babbling_port(seed: int = 7) -> Iterator[str]:
    """The port's path."""
    far, near = pty.openpty()
    tty.setraw(near)
    wake, waken = os.pipe()
    chance = random.Random(seed)

    def babble() -> None:
        while wake not in (ready := select.select([far, wake], [], [])[0]):
            os.read(ready[0], 64)
            os.write(far, chance.randbytes(40))

    thread = threading.Thread(target=babble, name="babbling-port")
    thread.start()
    try:
        yield os.ttyname(near)
    finally:
        os.write(waken, b"x")
        thread.join()
        for end in (far, near, wake, waken):
            os.close(end)
