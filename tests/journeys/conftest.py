"""A hall for the journeys: one central in a process of its own, and for each journey a window that was just set up."""

import tests.support.qt  # noqa: F401, I001  (first: it chooses the platform)

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from devices.simulators.hall import COUNTER
from tests.support.central_process import CentralProcess, enrol
from tests.support.steps import SignIn
from tests.support.window import fresh, opened_place, speak_english_again

WINDOWS = 40
PICTURES = Path(__file__).resolve().parents[2] / "build" / "journeys"
"""Where the journeys leave their pictures."""

Opener = Callable[..., AbstractContextManager[SignIn]]


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The central's folder, with windows enrolled as an installer does it."""
    folder = tmp_path_factory.mktemp("central")
    return folder, enrol(folder, *(f"window-{number:02d}={number:02d}" for number in range(1, WINDOWS + 1)))


@pytest.fixture(scope="module")
def central(tokens: tuple[Path, dict[str, str]]) -> Iterator[CentralProcess]:
    """A central that runs for the module."""
    process = CentralProcess(tokens[0])
    yield process
    assert process.stop() == 0


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """A number for each new window: a device belongs to one database for ever."""
    return count(1)


@pytest.fixture
def windows(
    qapp: QApplication,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    central: CentralProcess,
    tokens: tuple[Path, dict[str, str]],
    numbers: Iterator[int],
) -> Iterator[Callable[[str], Opener]]:
    """Openers of this journey's windows by name; each opens the same window once more when it is called again."""
    # emptied journey by journey: other processes may be leaving theirs beside it
    out = fresh(PICTURES / request.node.originalname.removeprefix("test_"))
    devices: dict[str, str] = {}

    def window(name: str) -> Opener:
        if name not in devices:
            devices[name] = f"window-{next(numbers):02d}"
        device_id = devices[name]

        @contextmanager
        def open_it(*, cut: bool = False, devices: Collection[str] = COUNTER) -> Iterator[SignIn]:
            place = opened_place(
                tmp_path / name, out, central=central.url, token=tokens[1][device_id], device_id=device_id, cut=cut,
                devices=devices,
            )  # fmt: skip
            with place as sign_in:
                yield sign_in

        return open_it

    yield window
    speak_english_again(qapp)


@pytest.fixture
def opened(windows: Callable[[str], Opener]) -> Opener:
    """Opens this journey's window, with its line cut if asked for; once more with the same data when called again."""
    return windows("window")


@pytest.fixture
def desk(opened: Opener) -> Iterator[SignIn]:
    """This journey's window, before anybody has signed in."""
    with opened() as sign_in:
        yield sign_in
