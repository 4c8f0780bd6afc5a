"""The central is killed with kill -9 while a window pushes: nothing it gave a receipt for is lost or doubled.

YICHUANG_KILLS says how often (5 when not given).
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from sync.wire import CHUNK, MAX_OPS, BlobStatus, CaseView, PushReply, canonical
from tests.support.central_ops import ACTOR, DEVICE, OFFICER, TO_THE_END, WindowPen
from tests.support.central_process import COMMAND, CentralProcess, admit

KILLS = int(os.environ.get("YICHUANG_KILLS", "5"))
Op = dict[str, Any]


class Pusher:
    """Pushes cases and pages in turn on a thread; keeps at each until the central has confirmed it."""

    def __init__(self, central: CentralProcess) -> None:
        self.url, self._alive, self._pen = central.url + "/v1", central.alive, WindowPen(DEVICE)
        self.headers = {"Authorization": f"Bearer {central.token()}"}
        self.confirmed: dict[str, str] = {}  # op_id → receipt's signature
        self.pages: dict[str, bytes] = {}
        self.attempts = 0
        self._moved, self._stop = threading.Condition(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="pusher")

    @contextmanager
    def pushing(self) -> Iterator[None]:
        """Push while the block runs; at its end the last one is finished first."""
        self._thread.start()
        try:
            yield
        finally:
            self._stop.set()
            self._thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until so many more attempts were begun: the last one is on its way then."""
        with self._moved:
            goal = self.attempts + more
            assert self._moved.wait_for(lambda: self.attempts >= goal, timeout=60)

    @property
    def written(self) -> list[Op]:
        """Every op the window wrote."""
        return self._pen.written

    def _run(self) -> None:
        while not self._stop.is_set():
            page = os.urandom(CHUNK + 1)
            name = hashlib.sha256(page).hexdigest()
            ops = self._pen.history(*TO_THE_END)
            self._push([ops[0] | {"attachments": [name]}, *ops[1:]])
            self._send(name, page)

    def _push(self, ops: list[Op]) -> None:
        answer = self._ask("POST", "/push", canonical({"device_id": DEVICE, "ops": ops}))
        for result in PushReply.model_validate_json(answer.content).results:
            assert result.receipt is not None, result.code
            self.confirmed[result.op_id] = result.receipt.signature

    def _send(self, name: str, page: bytes) -> None:
        chunks = {0: page[:CHUNK], 1: page[CHUNK:]}
        asked = canonical({"chunks": 2, "size": len(page), "media_type": "image/png"})
        status = BlobStatus(sha256=name)
        while not status.complete:
            for n in chunks.keys() - set(status.chunks):
                named = {"X-Chunk-SHA256": hashlib.sha256(chunks[n]).hexdigest()}
                self._ask("PUT", f"/blobs/{name}/{n}", chunks[n], **named)
            status = BlobStatus.model_validate_json(
                self._ask("POST", f"/blobs/{name}/complete", asked, **{"Content-Type": "application/json"}).content
            )
        self.pages[name] = page

    def _ask(self, method: str, path: str, data: bytes, **headers: str) -> requests.Response:
        while True:
            with self._moved:
                self.attempts += 1
                self._moved.notify_all()
            try:
                answer = requests.request(
                    method, self.url + path, data=data, headers=self.headers | headers, timeout=10
                )
            except requests.RequestException:
                self._alive.wait(60)  # then the same again
                continue
            assert answer.status_code == 200, answer.text
            return answer


def assert_nothing_missing_or_doubled(pusher: Pusher) -> None:
    """What the window wrote is what the central has, once, in order, with every page."""
    assert pusher.confirmed.keys() == {op["op_id"] for op in pusher.written}
    cases: dict[str, list[Op]] = {}
    for op in pusher.written:
        cases.setdefault(op["case_id"], []).append(op)
    with requests.Session() as session:
        session.headers.update(pusher.headers)
        for case_id, ops in cases.items():
            view = CaseView.model_validate_json(session.get(f"{pusher.url}/cases/{case_id}", timeout=10).content)
            assert [f"case.{event.kind}" for event in view.events] == [op["kind"] for op in ops]
            assert (view.state, view.pages_missing) == ("handed_out", 0)
        for name, page in pusher.pages.items():
            assert name == hashlib.sha256(page).hexdigest()
            assert session.get(f"{pusher.url}/blobs/{name}", timeout=10).json()["complete"]
        for first in range(0, len(pusher.written), MAX_OPS):
            again = canonical({"device_id": DEVICE, "ops": pusher.written[first : first + MAX_OPS]})
            reply = session.post(f"{pusher.url}/push", again, timeout=10)
            results = PushReply.model_validate_json(reply.content).results
            assert {result.verdict for result in results} == {"duplicate"}
            assert all(each.receipt and each.receipt.signature == pusher.confirmed[each.op_id] for each in results)


@pytest.mark.timeout(60 + 10 * KILLS)
def test_killing_the_central_again_and_again_loses_and_doubles_nothing(tmp_path: Path, database_url: str) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    for each in (ACTOR, OFFICER):
        admit(tmp_path, each, database_url)
    central = CentralProcess(tmp_path, database_url)
    pusher = Pusher(central)
    try:
        with pusher.pushing():
            for _ in range(-(-KILLS // 2) if database_url else KILLS):
                pusher.wait_for(dice.randint(1, 12))
                # not a wait for something: the instant of the kill is drawn, so that it may fall into a transaction
                time.sleep(dice.uniform(0, 0.02))
                central.kill()
                central.start()
            pusher.wait_for(8)
        assert_nothing_missing_or_doubled(pusher)
        assert len(pusher.pages) >= 1
    finally:
        code = central.stop()
    assert code == 0  # SIGTERM is obeyed, not suffered


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    central = CentralProcess(tmp_path / "first")
    try:
        listen = central.url.removeprefix("http://")
        command = [*COMMAND, "--listen", listen, "--data", str(tmp_path / "second")]
        second = subprocess.run(command, capture_output=True, text=True, timeout=30)
    finally:
        central.stop()
    assert second.returncode == 1
    assert "Address already in use" in second.stderr and "Traceback" not in second.stderr
