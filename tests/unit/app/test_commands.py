"""The command line for installers: what each command prints, and what it says when it cannot."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import update

from app.__main__ import parser
from app.config import CentralLink, Counter, save_counter
from app.domain.calendar import HALL_TIME
from app.domain.slips import SlipKind
from app.store.store import Store
from app.store.tables import audit
from devices.ports import Role
from devices.setting import DeviceSetting
from devices.simulators.card_reader import Fault as CardFault
from devices.simulators.card_reader import SimulatedCardReader
from devices.simulators.desk import Desk, Scene, render_scene
from devices.simulators.paper import sample_page
from devices.simulators.sample_cards import SAMPLE_CARDS
from devices.simulators.slip_printer import Fault as PrinterFault
from devices.simulators.slip_printer import SimulatedSlipPrinter
from tests.support.command_line import CHINESE, Command, told_by

PROVINCIAL = Path(__file__).resolve().parents[2] / "support" / "provincial_item.json"


@pytest.fixture
def yichuang(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command line in this process."""

    return partial(told_by, capsys)


@pytest.fixture
def reader() -> Iterator[SimulatedCardReader]:
    with SimulatedCardReader() as simulated:
        yield simulated


@pytest.fixture
def printer() -> Iterator[SimulatedSlipPrinter]:
    with SimulatedSlipPrinter() as simulated:
        yield simulated


@pytest.fixture(scope="module")
def scene() -> Scene:
    """A page on a desk."""
    return render_scene(3, page=sample_page(1), desk=Desk.DARK)


@pytest.fixture(scope="module")
def photo(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scene as a camera keeps it."""
    path = tmp_path_factory.mktemp("photo") / "desk.jpg"
    Image.fromarray(scene.frame[:, :, ::-1]).save(path, quality=90)
    return path


@pytest.mark.parametrize("words", [(), ("device",), ("device", "print-slip"), ("slip", "render"), ("catalogue",)])
def test_a_command_not_finished_is_wrong_use(
    yichuang: Command, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for screen in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(screen, raising=False)
    told = yichuang(*words)
    if words:
        assert (told.code, told.out) == (2, "")
        assert "用法：yichuang" in told.err
    else:
        assert "没有屏幕" in told.refused()  # no command at all opens the window


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("deadline", "--limit", "5W"), "写法不对：缺少 --received"),
        (("central", "--account"), "写法不对：--account 后面要写一个值"),
        (("case", "show", "X", "--colour"), "写法不对：没有 --colour 这样的参数"),
        (("bogus",), "写法不对：COMMAND 没有 bogus 这一种"),
    ],
)
def test_wrong_use_is_told_in_chinese(yichuang: Command, words: tuple[str, ...], told: str) -> None:
    answer = yichuang(*words)
    assert answer.code == 2 and answer.err.startswith(told)


def test_every_command_explains_itself_in_chinese() -> None:
    waiting: list[argparse.ArgumentParser] = [parser()]
    while waiting:
        command = waiting.pop()
        for action in command._actions:
            told = [action.help] if action.help else []
            if isinstance(action, argparse._SubParsersAction):
                waiting += action.choices.values()
                told += [each.help for each in action._choices_actions if each.help]
            for line in told:
                assert any("\u4e00" <= sign <= "\u9fff" for sign in line), f"{command.prog}: {line}"


@pytest.mark.parametrize("kind", SAMPLE_CARDS)
def test_every_kind_of_card_is_read(yichuang: Command, reader: SimulatedCardReader, kind: str) -> None:
    reader.lay(SAMPLE_CARDS[kind])
    told = yichuang("device", "read-card", "--port", reader.port, "--baud", 115200, "--json")
    assert (told.code, told.err) == (0, "")
    card = told.json
    assert card["kind"] and card["name"] == SAMPLE_CARDS[kind].name
    assert card["seconds"] > 0


def test_a_card_is_also_a_table(yichuang: Command, reader: SimulatedCardReader) -> None:
    reader.lay(SAMPLE_CARDS["resident"])
    told = yichuang("device", "read-card", "--port", f"serial:{reader.port}?reread=free", "--baud", 115200)
    facts = dict(line.split(maxsplit=1) for line in told.out.splitlines() if " " in line)
    assert told.code == 0
    assert facts["kind"] == "resident" and facts["name"] == SAMPLE_CARDS["resident"].name


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (None, "NoCard"),
        (CardFault.REMOVED_HALF_WAY, "CardRemoved"),
        (CardFault.UNKNOWN_KIND, "UnknownCardKind"),
        (CardFault.SILENT, "DeviceSilent"),
    ],
)
def test_a_card_that_cannot_be_read_is_said(
    yichuang: Command, reader: SimulatedCardReader, fault: CardFault | None, error: str
) -> None:
    if fault is not None:
        reader.lay(SAMPLE_CARDS["resident"])
        reader.play(fault)
    told = yichuang("device", "read-card", "--port", reader.port, "--json")
    assert told.json == {"error": error, "sentence": told.refused()}


def test_a_reader_that_is_not_there_is_said(yichuang: Command, tmp_path: Path) -> None:
    assert "读卡器没有插上" in yichuang("device", "read-card", "--port", tmp_path / "ttyUSB9").refused()


@pytest.mark.parametrize("port", ["tcp://nowhere", "serial:/dev/ttyS0?parity=odd"])
def test_a_port_that_makes_no_sense_is_wrong_use(yichuang: Command, port: str) -> None:
    assert yichuang("device", "read-card", "--port", port).refused(2).startswith("写法不对：")


@pytest.mark.parametrize(("name", "form"), [("page.png", "PNG"), ("page.jpg", "JPEG"), ("page.tif", "TIFF")])
def test_a_page_is_found_and_written_clean(
    yichuang: Command, scene: Scene, photo: Path, tmp_path: Path, name: str, form: str
) -> None:
    clean = tmp_path / name
    told = yichuang("device", "find-page", photo, "--out", clean, "--json")
    assert told.code == 0
    found = told.json
    diagonal = np.hypot(found["width"], found["height"])
    assert np.abs(np.subtract(found["corners"], scene.corners)).max() < 0.015 * diagonal
    assert 0 < found["confidence"] <= 1 and found["milliseconds"] > 0
    with Image.open(clean) as page:
        assert page.format == form
        assert max(page.size) / min(page.size) == pytest.approx(2**0.5, rel=0.02), "A4"


def test_a_page_is_also_a_table(yichuang: Command, photo: Path) -> None:
    told = yichuang("device", "find-page", photo)
    assert told.code == 0
    assert [line.split()[0] for line in told.out.splitlines()] == [
        "corners", "confidence", "milliseconds", "width", "height",
    ]  # fmt: skip


def test_a_page_is_not_written_in_a_form_nobody_knows(yichuang: Command, photo: Path, tmp_path: Path) -> None:
    assert yichuang("device", "find-page", photo, "--out", tmp_path / "page.docx").refused(2)


def test_a_photograph_that_is_none_or_not_there_is_said(yichuang: Command, tmp_path: Path) -> None:
    text = tmp_path / "photo.jpg"
    text.write_text("not a picture")
    assert "不是完好的图片" in yichuang("device", "find-page", text).refused()
    missing = yichuang("device", "find-page", tmp_path / "nowhere.jpg", "--json")
    assert missing.json["error"] == "FileNotFoundError"
    assert "nowhere.jpg" in missing.refused()


@pytest.mark.parametrize(("width", "dots"), [(80, 576), (58, 384)])
def test_a_slip_comes_out_of_the_printer(yichuang: Command, width: int, dots: int) -> None:
    with SimulatedSlipPrinter(dots=dots) as printer:
        told = yichuang("device", "print-slip", "--to", printer.address, "--width", width, "--json")
        assert told.code == 0, told.err
        [slip] = printer.slips
    assert told.json["answer"] == "ready"
    assert told.json["dots"].startswith(f"{dots}x")
    assert slip.width == dots and any(slip.rows)


@pytest.mark.parametrize("kind", SlipKind)
def test_every_slip_is_printed_into_a_file(yichuang: Command, tmp_path: Path, kind: SlipKind) -> None:
    paper = tmp_path / "slip.bin"
    paper.touch()
    told = yichuang("device", "print-slip", "--to", f"file:{paper}", "--kind", kind.value)
    assert told.code == 0 and kind.value in told.out
    assert b"\x1dv0" in paper.read_bytes(), "GS v 0, the dots"


@pytest.mark.parametrize(
    ("fault", "error"), [(PrinterFault.PAPER_OUT, "PaperOut"), (PrinterFault.COVER_OPEN, "CoverOpen")]
)
def test_what_the_printer_lacks_is_said(
    yichuang: Command, printer: SimulatedSlipPrinter, fault: PrinterFault, error: str
) -> None:
    printer.machine.play(fault)
    told = yichuang("device", "print-slip", "--to", printer.address, "--json")
    assert told.json == {"error": error, "sentence": told.refused()}
    assert printer.slips == []


@pytest.mark.parametrize("to", ["usb:nonsense", "tcp://nowhere", "serial:/dev/ttyS0?baud=fast"])
def test_a_printer_that_makes_no_sense_is_wrong_use(yichuang: Command, to: str) -> None:
    assert yichuang("device", "print-slip", "--to", to).refused(2).startswith("写法不对：")


def test_a_printer_that_is_not_there_is_said(yichuang: Command, tmp_path: Path) -> None:
    told = yichuang("device", "print-slip", "--to", f"file:{tmp_path}/nowhere/lp0")
    assert "小票打印机打不开" in told.refused()


@pytest.mark.parametrize("kind", SlipKind)
def test_a_slip_is_set_as_picture_and_as_pdf(yichuang: Command, tmp_path: Path, kind: SlipKind) -> None:
    picture, notice = tmp_path / "slip.png", tmp_path / "notice.pdf"
    for out in (picture, notice):
        told = yichuang("slip", "render", "--kind", kind.value, "--out", out, "--json")
        assert told.code == 0, told.err
        assert told.json == {"out": str(out), "bytes": out.stat().st_size, "missing_glyphs": ""}
    with Image.open(picture) as drawn:
        assert drawn.width == 576
    assert notice.read_bytes().startswith(b"%PDF-")


def test_a_slip_cannot_be_set_as_anything_else(yichuang: Command, tmp_path: Path) -> None:
    told = yichuang("slip", "render", "--out", tmp_path / "slip.docx")
    assert ".png 或 .pdf" in told.refused(2) and told.out == ""


def test_a_case_file_with_a_hole_is_said(yichuang: Command, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text('{"number": "1"}')
    told = yichuang("slip", "render", "--case", case, "--out", tmp_path / "slip.png")
    assert "缺少字段 applicant" in told.refused()
    assert not (tmp_path / "slip.png").exists()


def test_a_folder_that_is_not_there_is_said(yichuang: Command, tmp_path: Path) -> None:
    told = yichuang("slip", "render", "--out", tmp_path / "nowhere" / "slip.png")
    assert "读写失败" in told.refused()


def test_items_are_found_as_in_the_window(yichuang: Command) -> None:
    table = yichuang("catalogue", "search", "spjyxk")
    rows = yichuang("catalogue", "search", "spjyxk", "--json").json
    assert table.code == 0
    assert table.out.splitlines()[0].split() == ["code", "name", "department", "limit", "matched"]
    assert len(table.out.splitlines()) == len(rows) + 1
    assert rows[0]["name"] == "食品经营许可（新办）" and rows[0]["matched"] == "initials"


def test_nothing_found_is_no_trouble(yichuang: Command) -> None:
    told = yichuang("catalogue", "search", "zzzzzz", "--json")
    assert told.json == [] and "没有找到" in told.refused(0)


def test_a_library_of_the_province_is_taken_in_and_searched(yichuang: Command, tmp_path: Path) -> None:
    told = yichuang("catalogue", "import", PROVINCIAL, "--into", tmp_path, "--json")
    assert told.code == 0 and told.json["items"] == 2
    assert any("use_level" in note for note in told.json["notes"]), "what could not be mapped is told"
    [found] = yichuang("catalogue", "search", "示例许可", "--catalogue", tmp_path, "--json").json
    assert found["name"].startswith("示例许可")
    again = yichuang("catalogue", "import", PROVINCIAL, "--into", tmp_path)
    assert again.code == 0 and "AUDIT_ITEM" in again.out


def test_a_broken_library_changes_nothing(yichuang: Command, tmp_path: Path) -> None:
    broken, into = tmp_path / "broken.json", tmp_path / "catalogue"
    broken.write_text(PROVINCIAL.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    told = yichuang("catalogue", "import", broken, "--into", into, "--json")
    assert told.json["error"] == "CatalogueInvalid" and "没有导入" in told.refused()
    assert not list(into.glob("*"))


def counter(folder: Path, **addresses: str) -> Counter:
    """Settings with a device for each role and its address."""
    profiles = {Role.SLIP_PRINTER: "generic-80"}
    devices = [(Role(role), address) for role, address in addresses.items()]
    return Counter(
        data=str(folder / "data"),
        device=tuple(DeviceSetting(r.value, r, address, profiles.get(r, "generic")) for r, address in devices),
    )


def saved(settings: Counter, folder: Path) -> Path:
    file = folder / "counter.toml"
    save_counter(settings, file)
    return file


def test_the_doctor_finds_all_well(
    yichuang: Command, tmp_path: Path, reader: SimulatedCardReader, printer: SimulatedSlipPrinter, photo: Path
) -> None:
    devices = {"card_reader": f"serial:{reader.port}", "slip_printer": printer.address, "page_source": f"image:{photo}"}
    config = saved(counter(tmp_path, **devices), tmp_path)
    told = yichuang("--config", config, "doctor", "--json", "--no-search")
    assert (told.code, told.err) == (0, "")
    assert all(row["well"] for row in told.json)
    assert [row["what"] for row in told.json] == [
        "本机数据库", "审计记录", "编号余量和空号", "字体", "事项目录", "工作日历", "时限规则", "文字识别", "中心端",
        "读卡器", "小票打印机", "高拍仪",
    ]  # fmt: skip
    table = yichuang("--config", config, "doctor", "--no-search")
    assert table.code == 0 and len(table.out.splitlines()) == len(told.json) + 1


def test_the_doctor_says_each_thing_that_ails(yichuang: Command, tmp_path: Path) -> None:
    broken = counter(
        tmp_path,
        card_reader=f"serial:{tmp_path}/ttyUSB9",
        slip_printer="usb:nonsense",
        page_source=f"folder:{tmp_path}/nowhere",
    )
    broken = replace(broken, catalogue=str(tmp_path / "nowhere"), central=CentralLink("http://127.0.0.1:9", "token"))
    told = yichuang("--config", saved(broken, tmp_path), "doctor", "--json", "--no-search")
    ailing = {row["what"]: row["said"] for row in told.json if not row["well"]}
    assert told.code == 1
    assert ailing.keys() == {"事项目录", "中心端", "读卡器", "高拍仪", "小票打印机"}
    assert all(CHINESE.search(said) for said in ailing.values()), ailing


def test_the_doctor_says_which_row_of_the_audit_trail_was_altered(yichuang: Command, tmp_path: Path) -> None:
    settings = counter(tmp_path)
    with closing(Store.open(settings.data_folder)) as store:
        for n in (1, 2):
            with store.saving() as work:
                work.audit(at=datetime.now(HALL_TIME), actor="li", action="case.revealed", subject=f"case-{n}")
        with store.database.writing() as connection:
            connection.execute(update(audit).where(audit.c.n == 2).values(actor="wang"))
    told = yichuang("--config", saved(settings, tmp_path), "doctor", "--json", "--no-search")
    (ailing,) = (row for row in told.json if not row["well"])
    assert (told.code, ailing["what"]) == (1, "审计记录")
    assert "第 2 条" in ailing["said"]


def test_settings_with_an_unknown_key_are_refused_by_name(yichuang: Command, tmp_path: Path) -> None:
    config = tmp_path / "counter.toml"
    config.write_text("colour = 'blue'\n")
    for command in (("doctor",), ("terminal",)):
        told = yichuang("--config", config, *command)
        assert "colour" in told.refused()


def test_settings_that_are_not_there_are_refused(yichuang: Command, tmp_path: Path) -> None:
    assert "nowhere.toml" in yichuang("--config", tmp_path / "nowhere.toml", "doctor").refused()


def test_the_central_enrols_a_window_and_prints_its_token(yichuang: Command, tmp_path: Path) -> None:
    told = yichuang("central", "--data", tmp_path, "--enrol", "window-09=09")
    device, token = told.out.split()
    assert (told.code, device) == (0, "window-09") and len(token) > 30


@pytest.mark.parametrize(
    "words",
    [
        ("--catalogue", "nowhere"),
        ("--database", "nonsense"),
        ("--database", "unheard://of"),
        ("--blobs", "unheard://of"),
        ("--listen", "203.0.113.1:80"),
        ("--tls-certificate", "nowhere.pem"),
    ],
)
def test_a_central_that_cannot_start_says_why(yichuang: Command, tmp_path: Path, words: tuple[str, str]) -> None:
    assert (
        yichuang("central", "--listen", "127.0.0.1:0", "--data", tmp_path, *words)
        .refused()
        .startswith("中心端没有启动：")
    )


@pytest.mark.parametrize("listen", ["8470", "localhost:http", "localhost:99999"])
def test_an_address_without_a_port_is_wrong_use(yichuang: Command, tmp_path: Path, listen: str) -> None:
    told = yichuang("central", "--data", tmp_path, "--listen", listen)
    assert told.code == 2 and "HOST:PORT" in told.err
