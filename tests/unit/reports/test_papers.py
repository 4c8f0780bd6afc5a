"""Reports on paper and on a page: whole, for any number of devices, whatever these are called."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from xml.etree import ElementTree

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.documents.typesetting import NO_GLYPH, Documents
from app.paths import font_folders, resources
from app.reports.fleet import Fleet, HallWindow
from app.reports.fleet_paper import fleet_paper
from app.reports.html import html
from app.reports.paper import Paper
from app.reports.window_paper import window_paper
from app.wording import Wording
from sync.wire import MAX_TEXT, Verdict, WindowReport
from tests.support.reports import CHINESE, HALL, KINDS, NOW, device, fleet, window

ENGLISH = Wording(paths.resources() / "i18n", "en")
RARE = "㐀𠮷𪚥𱁬龘"  # planes 0, 2 and 3
LONG = "WOLFESCHLEGELSTEINHAUSENBERGERDORFFWELCHEVORALTERN" * 8
A4_POINTS = (595, 842)


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(resources() / "slips", font_folders())


def pages(pdf: bytes) -> list[str]:
    """The text of each page, without blanks, for lines break where they like."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert {tuple(round(side) for side in page.get_size()) for page in document} == {A4_POINTS}
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [squeezed(text) for text in texts]


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "").replace("\ufffe", "").replace("\xad", "")


def told_on_paper(documents: Documents, paper: Paper) -> str:
    return "".join(pages(documents.report(asdict(paper))))


def told_on_a_page(paper: Paper) -> str:
    tree = ElementTree.fromstring(html(paper))
    return squeezed("".join(tree.itertext()))


def missing(told: str, wanted: Sequence[str]) -> list[str]:
    return [text for text in wanted if squeezed(text) not in told]


def everything_of(report: WindowReport) -> list[str]:
    """What no copy of a window's report may lack."""
    wanted = [report.hall, report.window, report.title, report.system]
    for each in report.devices:
        wanted += [each.title, each.name, each.make, each.profile, each.connection, each.identity, each.says]
        wanted += [each.state, each.trouble, each.why, each.advice, each.last_trouble, *each.oddities]
        wanted += [CHINESE(f"report.verdict.{each.verdict.value}"), f"{each.losses:,}", f"{each.hours:,.1f}"]
    return wanted


def test_the_report_of_a_window_has_every_device_with_its_verdict_and_facts(documents: Documents) -> None:
    report = window(4)
    paper = window_paper(report, CHINESE)
    assert missing(told_on_paper(documents, paper), everything_of(report)) == []
    assert missing(told_on_a_page(paper), everything_of(report)) == []


def test_every_page_has_its_number(documents: Documents) -> None:
    texts = pages(documents.report(asdict(window_paper(window(), CHINESE))))
    assert len(texts) > 1
    assert [n for n, text in enumerate(texts, 1) if f"第{n}页，共{len(texts)}页" not in text] == []


def test_the_summary_has_the_figures_in_words() -> None:
    devices = (device(seed=0), device(KINDS[2], 1), device(KINDS[1], well=False, state="断开", trouble="断开了。重插"))
    told = window_paper(window().model_copy(update={"devices": devices}), CHINESE).summary
    assert told[0].startswith("本窗口共有设备 3 台，现在正常 2 台。结论：保留 1 台、需维护 1 台、建议更换 1 台。")
    assert told[1].startswith("建议更换：小票打印机。")


def test_rare_characters_and_very_long_names_are_whole(documents: Documents) -> None:
    odd = device(
        title=f"读卡器（{RARE}）", name=RARE, connection=LONG, identity=LONG, oddities=(LONG, "长" * MAX_TEXT),
        last_trouble="错" * MAX_TEXT, why="因" * MAX_TEXT, profile=LONG[:80],
    )  # fmt: skip
    report = window().model_copy(update={"devices": (odd,), "hall": f"{RARE}政务服务中心"})
    paper = window_paper(report, CHINESE)
    wanted = everything_of(report)
    assert documents.uncovered(RARE) == "", "the fonts that slips need are not here"
    assert missing(told_on_paper(documents, paper), wanted) == []
    assert missing(told_on_a_page(paper), wanted) == []


def test_nothing_stands_beyond_the_margin(documents: Documents) -> None:
    odd = device(title=LONG, connection=LONG, state=LONG, why=LONG, oddities=(LONG,), advice=LONG, profile=LONG)
    report = window().model_copy(update={"devices": (odd, odd), "title": LONG})
    hall = Fleet(LONG, NOW, (HallWindow("窗" * 16, LONG[:64], report),))
    for paper in (window_paper(report, CHINESE), fleet_paper(hall, CHINESE)):
        document = pypdfium2.PdfDocument(documents.report(asdict(paper)))
        try:
            for page in document:
                grey = page.render(scale=1).to_numpy().min(axis=2)
                assert grey[:, :50].min() == 255 and grey[:, -50:].min() == 255
                assert grey[:50].min() == 255 and grey[-24:].min() == 255
        finally:
            document.close()


def test_a_card_longer_than_a_page_goes_on_on_the_next(documents: Documents) -> None:
    odd = device(oddities=tuple(f"{n:02d}" + "长" * 300 for n in range(40)))
    report = window().model_copy(update={"devices": (odd,)})
    told = pages(documents.report(asdict(window_paper(report, CHINESE))))
    assert sum(page.count("长") for page in told) == 40 * 300
    assert missing("".join(told), [f"{n:02d}长" for n in range(40)]) == []


def test_a_character_that_no_font_has_does_not_spoil_the_report(documents: Documents) -> None:
    report = window().model_copy(update={"devices": (device(title="坏\ue123读卡器\x07"),)})
    assert f"坏{NO_GLYPH}读卡器" in told_on_paper(documents, window_paper(report, CHINESE))


def test_a_window_without_devices_says_so(documents: Documents) -> None:
    paper = window_paper(window().model_copy(update={"devices": ()}), CHINESE)
    assert "本窗口没有设置设备" in told_on_paper(documents, paper)
    assert "本窗口没有设置设备" in told_on_a_page(paper)


def test_both_languages_are_set(documents: Documents) -> None:
    told = told_on_paper(documents, fleet_paper(fleet(4), ENGLISH))
    assert "Replacethesefirst" in told and "Page1of" in told


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_a_page_is_well_formed_and_escaped_whatever_devices_say(text: str) -> None:
    says = device(says=text, title=f"<script>alert('{text}')</script>&", oddities=(text,))
    page = html(window_paper(window().model_copy(update={"devices": (says,)}), CHINESE))
    tree = ElementTree.fromstring(page)
    assert tree.find(".//script") is None
    assert "<script" not in page


def test_a_page_needs_nothing_from_elsewhere() -> None:
    page = html(fleet_paper(fleet(3), CHINESE))
    assert not any(word in page for word in ("http:", "https:", "src=", "url(", "@import", "<link"))


def test_the_report_of_the_hall_has_all_that_a_director_asks_for(documents: Documents) -> None:
    hall = fleet()
    paper = fleet_paper(hall, CHINESE)
    replace = [each for each in hall.devices if each.device.verdict is Verdict.REPLACE]
    assert replace, "the invented hall must have something to replace"
    wanted = [HALL, "还没有报过的窗口：13", "超过 7 天没有再报的窗口：05", "没有报过", "12 天前"]
    wanted += [text for each in replace for text in (each.device.title, each.device.why, each.device.advice)]
    wanted += [each.profile for each in hall.makes] + [f"共 {each.all} 台" for each in hall.roles]
    assert missing(told_on_paper(documents, paper), wanted) == []
    assert missing(told_on_a_page(paper), wanted) == []


@pytest.mark.parametrize("windows", [(), (HallWindow("01", "window-01", None),)], ids=["no windows", "no reports"])
def test_a_hall_that_has_reported_nothing_is_said_to(documents: Documents, windows: tuple[HallWindow, ...]) -> None:
    paper = fleet_paper(Fleet("YC", NOW, windows), CHINESE)
    assert "还没有一个报来" in told_on_paper(documents, paper)
    assert "还没有一个报来" in told_on_a_page(paper)
    assert json.loads(json.dumps(Fleet("YC", NOW, windows).to_plain()))["devices"] == 0


def test_a_report_survives_the_way_through_json() -> None:
    report = window(6)
    assert WindowReport.model_validate_json(report.model_dump_json()) == report
    assert WindowReport.model_validate(json.loads(json.dumps(report.model_dump(mode="json")))) == report
