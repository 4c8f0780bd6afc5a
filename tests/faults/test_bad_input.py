"""Bad input of every kind ends in a sentence; nothing is lost and the window stays usable."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from PIL import Image

from app.config import Counter, save_counter
from app.domain.calendar import HALL_TIME
from app.domain.numbers import NumberBlock
from app.store.store import Store
from devices.simulators.card_reader import Fault
from sync import wire
from sync.entry import EntryState
from tests.support.babbling_port import babbling_port
from tests.support.place import CTRL, Key
from tests.support.small_disk import mounted
from tests.support.steps import ApplicantStep, MaterialsStep, SlipStep
from tests.support.window import opened_place

ROOT = Path(__file__).resolve().parents[2]
OLD_AGE = ("gljt", "高龄津贴申领")
DISK_MEGABYTES = 300


def yichuang(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The program, run to its end."""
    command = [sys.executable, "-m", "app", *map(str, arguments)]
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


def settings_file(folder: Path, *, catalogue: str = "") -> Path:
    """A settings file whose data lie in `folder`."""
    file = folder / "counter.toml"
    save_counter(Counter(data=str(folder / "window"), catalogue=catalogue), file)
    return file


def up_to_materials(applicant: ApplicantStep) -> MaterialsStep:
    return applicant.serve().take(*OLD_AGE).next()


def saved(materials: MaterialsStep) -> SlipStep:
    return materials.take_everything().next().accept_doubts().confirm()


def test_a_second_program_on_the_same_database_says_so_and_leaves(tmp_path: Path) -> None:
    file = settings_file(tmp_path)
    store = Store.open(tmp_path / "window", reserve_bytes=0)
    try:
        second = yichuang("--config", file, "terminal")
    finally:
        store.close()
    assert second.returncode == 1
    assert "本机已开着另一个一窗程序" in second.stderr and "Traceback" not in second.stderr


def test_an_unknown_key_in_the_settings_is_named(tmp_path: Path) -> None:
    file = settings_file(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + 'colour = "red"\n', encoding="utf-8")
    program = yichuang("--config", file, "terminal")
    assert program.returncode == 1
    assert "screen.colour" in program.stderr and str(file) in program.stderr and "Traceback" not in program.stderr


def test_a_broken_catalogue_is_said_line_by_line_before_a_window_opens(tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    (catalogue / "catalogue.toml").write_text('version = "7"\n', encoding="utf-8")
    (catalogue / "a.toml").write_text(
        '[department]\ncode = "A"\nname = "甲局"\n[[item]]\ncode = "1"\n', encoding="utf-8"
    )
    program = yichuang("--config", settings_file(tmp_path, catalogue=str(catalogue)), "terminal")
    assert program.returncode == 1
    assert "事项目录有问题" in program.stderr and "a.toml" in program.stderr and "Traceback" not in program.stderr


def test_when_the_disk_fills_up_the_case_in_hand_is_finished_and_no_new_one_begun(tmp_path: Path, screen: None) -> None:
    with (
        mounted(tmp_path / "disk", DISK_MEGABYTES) as disk,
        opened_place(disk.folder / "window", tmp_path / "shots") as desk,
    ):
        materials = up_to_materials(desk.sign_in())
        disk.fill()
        slip = saved(materials).printed(2)
        slip.press(Key.Key_Return, CTRL)
        slip.reads("磁盘将满，没有保存新内容").shot("refused")
        slip.find_page().opened(slip.number).intake()
        disk.make_room()
        saved(up_to_materials(slip.next_applicant())).printed(4)


@pytest.mark.expects_log
def test_without_a_byte_left_everything_is_said_and_nothing_lost(tmp_path: Path, screen: None) -> None:
    picture = tmp_path / "page.png"
    Image.new("RGB", (800, 1100), "white").save(picture)
    with (
        mounted(tmp_path / "disk", DISK_MEGABYTES) as disk,
        opened_place(disk.folder / "window", tmp_path / "shots") as desk,
    ):
        materials = up_to_materials(desk.sign_in())
        [reserve] = disk.folder.rglob("reserve")
        disk.fill()
        materials.take_paper()
        materials.driver.until("the reserve given up", lambda: not reserve.exists())
        disk.fill()
        materials.go_to(1).drop(picture).reads("磁盘").shot("no-page")
        materials.take_everything().reads("草稿没有存上").shot("no-draft")
        review = materials.next().accept_doubts()
        review.press(Key.Key_Return, CTRL)
        review.reads("磁盘将满").shot("not-saved")
        captured = review.terminal.intake.session.application
        disk.make_room()
        slip = review.confirm().printed(2)
        assert slip.kept_case().application == captured


def test_a_huge_picture_and_a_broken_pdf_are_said_on_the_page(tmp_path: Path, screen: None) -> None:
    huge, broken = tmp_path / "huge.png", tmp_path / "broken.pdf"
    Image.new("1", (20_000, 10_000)).save(huge)
    broken.write_bytes(b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\ntrailer <</Root 1 0 R>>\n")
    with opened_place(tmp_path / "window", tmp_path / "shots") as desk:
        materials = up_to_materials(desk.sign_in())
        materials.drop(huge).reads("图片过大", "5000 万像素以内").shot("huge")
        materials.driver.wait(0.5)  # live pictures go on meanwhile
        materials.reads("图片过大").drop(broken).reads("文件不是完好的图片或 PDF").shot("broken")
        assert materials.pages() == 0
        saved(materials.scan(1)).printed(2)


HELLO = wire.Hello(
    hall="YC", epoch="1", public_key="A" * 43 + "=", catalogue_version="1", calendar_version="1", server_time_ms=0
)
HTML = (200, {"Content-Type": "text/html"}, b"<html><body>Please sign in to the network</body></html>")
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "a portal's page": HTML,
    "a redirect to elsewhere": (302, {"Location": "http://portal.invalid/"}, b""),
    "a redirect to itself": (302, {"Location": "/v1/hello"}, b""),
    "an inner error": (500, {}, b"Internal Server Error"),
    "half of an answer": (200, {"Content-Type": "application/json"}, b'{"hall": "YC", "epo'),
    "another's JSON": (200, {"Content-Type": "application/json"}, b'{"status": "ok"}'),
}


@contextmanager
def mad_central(answer: tuple[int, dict[str, str], bytes], *, hello: bytes = b"") -> Iterator[tuple[str, list[str]]]:
    """Serves `answer` to everything or, where it has a sane `hello`, to pushes; says its address and what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append(self.path)
            status, headers, body = answer
            if hello and self.path != "/v1/push":
                status, headers, body = (200, {}, hello) if self.path == "/v1/hello" else (304, {}, b"")
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = _answer

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, name="mad-central")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("to", "kind"),
    [
        ("everything", "a portal's page"),
        ("everything", "a redirect to elsewhere"),
        ("everything", "an inner error"),
        ("everything", "half of an answer"),
        ("pushes", "a portal's page"),
        ("pushes", "a redirect to itself"),
        ("pushes", "an inner error"),
        ("pushes", "another's JSON"),
    ],
)
def test_a_central_that_answers_nonsense_parks_nothing(tmp_path: Path, screen: None, kind: str, to: str) -> None:
    store = Store.open(tmp_path / "window", reserve_bytes=0)
    store.numbers.add_block(NumberBlock("case", "YC", datetime.now(HALL_TIME).year, 1, 1000, 1))
    store.close()
    hello = HELLO.model_dump_json().encode() if to == "pushes" else b""
    with (
        mad_central(ANSWERS[kind], hello=hello) as (url, asked),
        opened_place(tmp_path / "window", tmp_path / "shots", central=url, token="t") as desk,
    ):
        slip = saved(up_to_materials(desk.sign_in())).printed(2)
        rows = slip.terminal.store.outbox.rows
        path = "/v1/push" if hello else "/v1/hello"
        slip.driver.until("the question", lambda: path in asked)
        slip.driver.until("its answer judged", lambda: slip.terminal.central.online is False or rows()[0].tries > 0)
        assert [row.state for row in rows()] == [EntryState.READY]
        slip.find_page().opened(slip.number).reads("未送达")


def test_a_reader_that_talks_nonsense_is_said_and_the_clerk_types(tmp_path: Path, screen: None) -> None:
    with (
        babbling_port() as port,
        opened_place(tmp_path / "window", tmp_path / "shots", card_reader=f"serial:{port}") as desk,
    ):
        applicant = desk.sign_in().reads("读卡器线路有干扰").shot("babble")
        applicant.fill("person.name", "张三").fill("person.id_number", "11010519491231002X")
        applicant.fill("person.address", "测试路 1 号").fill("phone", "13800000000")
        applicant.next().take(*OLD_AGE)


def test_an_unknown_kind_of_card_is_said_and_the_next_one_is_read(tmp_path: Path, screen: None) -> None:
    with opened_place(tmp_path / "window", tmp_path / "shots") as desk:
        applicant = desk.sign_in()
        desk.hall.reader.play(Fault.UNKNOWN_KIND)
        desk.hall.lay_card("resident")
        applicant.reads("这张卡不是已知的证件种类", "请手录").shot("strange-card")
        desk.hall.reader.play(None)
        applicant.lay_card("moved").reads("已读取居民身份证")
