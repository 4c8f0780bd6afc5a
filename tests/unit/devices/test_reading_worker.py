"""The text reader's worker dies, grows, hangs, and is replaced; every fault with a real process."""

from __future__ import annotations

import logging
import mmap
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from devices.errors import PictureBroken, PictureTooLarge
from devices.reading.errors import ReaderCrashed, ReaderMissing, ReaderTooLarge, ReaderTooSlow
from devices.reading.models import require_models
from devices.reading.resident import resident_bytes
from devices.reading.worker import LONGEST_SIDE, WorkerReader
from tests.support import reading_workers
from tests.support.reading_workers import MARK, page

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the workers here are killed as POSIX does it")

Make = Callable[..., WorkerReader]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def make() -> Iterator[Make]:
    made: list[WorkerReader] = []

    def make(**settings: object) -> WorkerReader:
        made.append(WorkerReader(**{"start_seconds": 30.0, **settings}))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for reader in made:
        reader.close()


def is_alive(process_id: int | None) -> bool:
    return process_id is not None and Path(f"/proc/{process_id}").exists()


def test_no_worker_is_started_before_the_first_page(make: Make) -> None:
    reader = make(serve=reading_workers.dying)
    reader.open()
    assert reader.process_id is None
    reader.read(page())
    assert is_alive(reader.process_id)


def test_closing_ends_the_worker(make: Make) -> None:
    reader = make(serve=reading_workers.dying)
    reader.read(page())
    worker = reader.process_id
    reader.close()
    assert not is_alive(worker)
    reader.close()


@pytest.mark.parametrize(
    ("serve", "settings", "error"),
    [
        (reading_workers.dying, {}, ReaderCrashed),
        (reading_workers.hanging, {"page_seconds": 0.5}, ReaderTooSlow),
        (reading_workers.growing, {"ceiling_mb": 400}, ReaderTooLarge),
        (reading_workers.starving, {}, ReaderTooLarge),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_worker_that_fails_is_said_and_the_next_page_is_read(
    make: Make, serve: object, settings: dict[str, float], error: type[Exception]
) -> None:
    reader = make(serve=serve, **settings)
    reader.read(page())
    first = reader.process_id
    with pytest.raises(error):
        reader.read(page(MARK))
    assert not is_alive(first)
    assert reader.read(page())[0].text == "64x64=255"
    assert reader.process_id != first


def test_an_error_in_the_engine_is_said_by_its_name_only_and_the_worker_goes_on(make: Make) -> None:
    reader = make(serve=reading_workers.failing)
    reader.read(page())
    worker = reader.process_id
    with pytest.raises(ReaderCrashed) as said:
        reader.read(page(MARK))
    assert str(said.value) == "ValueError"
    reader.read(page())
    assert reader.process_id == worker


def test_a_worker_killed_between_two_pages_is_said_and_replaced(make: Make) -> None:
    reader = make(serve=reading_workers.dying)
    reader.read(page())
    os.kill(reader.process_id or 0, signal.SIGKILL)
    with pytest.raises(ReaderCrashed):
        reader.read(page())
    assert reader.read(page())


def test_a_worker_that_stands_still_between_two_pages_is_noticed(make: Make) -> None:
    reader = make(serve=reading_workers.dying, page_seconds=0.5)
    reader.read(page())
    os.kill(reader.process_id or 0, signal.SIGSTOP)
    started = time.monotonic()
    with pytest.raises(ReaderTooSlow):
        reader.read(page(size=1500))
    assert time.monotonic() - started < 5
    assert reader.read(page())


def test_a_worker_that_cannot_start_is_said(make: Make) -> None:
    with pytest.raises(ReaderCrashed):
        make(serve=reading_workers.stillborn).read(page())


def test_after_so_many_pages_the_worker_is_replaced_without_a_word(make: Make) -> None:
    reader = make(serve=reading_workers.dying, pages_a_worker=2)
    workers = []
    for _ in range(4):
        reader.read(page())
        workers.append(reader.process_id)
    assert workers[0] == workers[1] != workers[2] == workers[3]
    assert not is_alive(workers[0])


def test_a_huge_picture_is_made_smaller_before_it_is_sent(make: Make) -> None:
    reader = make(serve=reading_workers.dying)
    assert reader.read(np.zeros((6000, 3000, 3), np.uint8))[0].text == f"{LONGEST_SIDE // 2}x{LONGEST_SIDE}=0"


def test_a_picture_of_a_colour_missing_is_read_as_grey(make: Make) -> None:
    reader = make(serve=reading_workers.dying)
    assert reader.read(np.full((40, 30), 9, np.uint8))[0].text == "30x40=9"


@pytest.mark.parametrize(
    ("picture", "error"),
    [
        (np.zeros((0, 0, 3), np.uint8), PictureBroken),
        (np.zeros((3, 900, 3), np.uint8), PictureBroken),
        (np.zeros((40, 40, 3), np.float64), PictureBroken),
        (np.zeros((40,), np.uint8), PictureBroken),
        (np.broadcast_to(np.uint8(0), (9000, 9000, 3)), PictureTooLarge),
    ],
    ids=["empty", "a sliver", "not of bytes", "a row", "81 megapixels"],
)
def test_what_is_no_picture_starts_no_worker(make: Make, picture: np.ndarray, error: type[Exception]) -> None:
    reader = make(serve=reading_workers.dying)
    with pytest.raises(error):
        reader.read(picture)
    assert reader.process_id is None


def test_models_that_are_missing_or_half_copied_are_named(tmp_path: Path) -> None:
    whole, half = tmp_path / "whole.onnx", tmp_path / "half.onnx"
    whole.write_bytes(bytes(100))
    half.write_bytes(bytes(10))
    require_models({whole: 100})
    with pytest.raises(ReaderMissing, match=r"half\.onnx, none\.onnx"):
        require_models({whole: 100, half: 100, tmp_path / "none.onnx": 1})


def test_the_programs_own_models_are_there() -> None:
    require_models()


def test_a_process_says_how_much_memory_it_holds_and_one_that_is_gone_none() -> None:
    before = resident_bytes(os.getpid())
    with mmap.mmap(-1, 60_000_000) as held:  # not from the heap, which may have as much lying free
        held.write(memoryview(np.ones(60_000_000, np.uint8)))
        assert resident_bytes(os.getpid()) - before > 40_000_000
    assert resident_bytes(2**22 + 12345) == 0


def test_nothing_that_was_read_reaches_a_log(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    reader = make(serve=reading_workers.failing, page_seconds=1.0)
    with pytest.raises(ReaderCrashed):
        reader.read(page(MARK))
    os.kill(reader.process_id or 0, signal.SIGKILL)
    with pytest.raises(ReaderCrashed):
        reader.read(page())
    assert "the worker died" in caplog.text
    assert "张三" not in caplog.text and "430602" not in caplog.text


def test_the_engine_itself_killed_in_the_middle_of_a_page_is_said_and_the_next_page_read(make: Make) -> None:
    from devices.simulators.paper import sample_page

    reader = make(start_seconds=90.0)
    assert any("承诺书" in line.text for line in reader.read(sample_page(1)[:700]))
    worker = reader.process_id or 0
    axe = threading.Timer(0.3, lambda: os.kill(worker, signal.SIGKILL))
    axe.start()
    with pytest.raises(ReaderCrashed):
        reader.read(sample_page(2))
    axe.join()
    assert any("授权委托书" in line.text for line in reader.read(sample_page(2)[:700]))


def test_closing_the_window_does_not_wait_for_a_page(make: Make) -> None:
    reader = make(serve=reading_workers.hanging, page_seconds=60.0)
    reader.read(page())
    hand = threading.Timer(0.3, reader.abandon)
    hand.start()
    started = time.monotonic()
    with pytest.raises(ReaderCrashed):
        reader.read(page(MARK))
    hand.join()
    assert time.monotonic() - started < 10
    with pytest.raises(ReaderCrashed):
        reader.read(page())
    assert reader.process_id is None


def test_a_window_closed_while_the_worker_starts_leaves_none_behind(make: Make) -> None:
    reader: WorkerReader = make(serve=reading_workers.StartingSlowly(lambda: reader.abandon()))
    with pytest.raises(ReaderCrashed):
        reader.read(page())
    assert reader.process_id is None
    reader.close()


@pytest.fixture
def no_more_files() -> Iterator[list[int]]:
    """Every file but three that this process may hold is taken; those in the list, until closed."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken: list[int] = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, before[0]), before[1]))
    try:
        with suppress(OSError):
            while True:
                taken.append(os.dup(0))
        for _ in range(3):
            os.close(taken.pop())
        yield taken
    finally:
        while taken:
            os.close(taken.pop())
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_worker_that_the_system_has_no_room_for_is_said_and_the_next_page_is_read(
    make: Make, no_more_files: list[int]
) -> None:
    reader = make(serve=reading_workers.dying)
    with pytest.raises(ReaderCrashed):
        reader.read(page())
    assert reader.process_id is None
    reader.close()
    while no_more_files:
        os.close(no_more_files.pop())
    assert reader.read(page())


def test_a_worker_does_not_outlive_its_program() -> None:
    program = (
        "import sys, time\n"
        "from devices.reading.worker import WorkerReader\n"
        "from tests.support.reading_workers import dying, page\n"
        "if __name__ == '__main__':\n"
        "    reader = WorkerReader(serve=dying)\n"
        "    reader.read(page())\n"
        "    print(reader.process_id, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert is_alive(worker)
        parent.kill()
    until = time.monotonic() + 10
    while is_alive(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(worker)
