"""PostgreSQL goes away under a working central: that is said as 503, and passes when the server is back."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from app.central.server import EmbeddedCentral
from app.central.store import WRITERS
from sync.wire import PushReply, canonical
from tests.support.central_ops import DEVICE, TO_THE_END, WindowPen, options
from tests.support.central_process import COMMAND
from tests.support.postgres import PrivatePostgres

pytestmark = pytest.mark.expects_log  # the central logs what it cannot do

SOON = "?options=-c%20lock_timeout%3D50ms"
"""How an installer would say that a writer waits a twentieth of a second for the others, not five seconds."""


@pytest.fixture
def url(postgres: PrivatePostgres) -> Iterator[str]:
    with postgres.database() as made:
        yield made


class Window:
    """A window that pushes the histories of cases."""

    def __init__(self, running: EmbeddedCentral) -> None:
        self._url, self._pen = running.url + "/v1", WindowPen()
        token = running.central.directory.enrol(DEVICE, "03")
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def writes(self) -> list[dict[str, Any]]:
        """A case from its beginning to its end."""
        return self._pen.history(*TO_THE_END)

    def pushes(self, ops: list[dict[str, Any]]) -> list[str]:
        """The verdicts, or the status where there are none."""
        answer = self._session.post(f"{self._url}/push", canonical({"device_id": DEVICE, "ops": ops}), timeout=30)
        if answer.status_code != 200:
            assert (answer.json()["code"], answer.headers["Retry-After"]) == ("storage", "2")
            return [str(answer.status_code)]
        return sorted({each.verdict for each in PushReply.model_validate_json(answer.content).results})

    def finds_the_central(self) -> int:
        return self._session.get(f"{self._url}/health", timeout=30).status_code


@pytest.fixture
def window(tmp_path: Path, url: str) -> Iterator[Window]:
    with EmbeddedCentral(options(tmp_path, database_url=url)) as running:
        yield Window(running)


def test_a_server_that_is_stopped_is_said_and_what_was_pushed_is_taken_when_it_is_back(
    window: Window, postgres: PrivatePostgres
) -> None:
    first, second = window.writes(), window.writes()
    assert window.pushes(first) == ["accepted"]
    postgres.stop("immediate")
    try:
        assert (window.pushes(second), window.finds_the_central()) == (["503"], 503)
    finally:
        postgres.start()
    assert (window.pushes(second), window.finds_the_central()) == (["accepted"], 200)
    assert window.pushes(first) == ["duplicate"]


def test_a_restart_of_the_server_between_two_pushes_is_not_noticed(window: Window, postgres: PrivatePostgres) -> None:
    assert window.pushes(window.writes()) == ["accepted"]
    postgres.stop()
    postgres.start()
    assert window.pushes(window.writes()) == ["accepted"]


def test_a_restart_of_the_server_under_a_push_stores_nothing_by_half(
    window: Window, postgres: PrivatePostgres, url: str
) -> None:
    ops = window.writes()
    with ThreadPoolExecutor(1) as elsewhere:
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_advisory_lock(%s::bigint)", [WRITERS])
            pushed = elsewhere.submit(window.pushes, ops)
            while not other.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                threading.Event().wait(0)
            postgres.stop("immediate")
            postgres.start()
        assert pushed.result() == ["503"]
    assert [window.pushes(ops) for _ in range(2)] == [["accepted"], ["duplicate"]]


def test_a_writer_that_waits_too_long_for_another_is_told_to_come_again(tmp_path: Path, url: str) -> None:
    with EmbeddedCentral(options(tmp_path, database_url=url + SOON)) as running:
        window = Window(running)
        ops = window.writes()
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_advisory_lock(%s::bigint)", [WRITERS])
            assert window.pushes(ops) == ["503"]
        assert window.pushes(ops) == ["accepted"]


def test_a_database_that_is_not_there_is_said_in_one_line(tmp_path: Path, postgres: PrivatePostgres) -> None:
    asked = [*COMMAND, "--data", str(tmp_path), "--listen", "127.0.0.1:0", "--database", postgres.url("nowhere")]
    refused = subprocess.run(asked, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 1
    assert 'database "nowhere" does not exist' in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr
