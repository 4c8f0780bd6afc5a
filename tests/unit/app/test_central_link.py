"""A computer's clock that is wrong is noticed, against the central's or against when that was last heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.central.server import EmbeddedCentral
from app.central_link import LAST_HEARD, CentralLink
from app.config import CentralLink as Address
from app.config import Counter
from app.domain.catalogue import Limit
from app.domain.rules import ProcedureKind
from app.hall_copies import in_force, rules_here
from app.paths import resources
from app.rules_file import shipped_rules
from app.wording import Wording
from sync.loop import wall_clock_ms
from tests.support.central_ops import DEVICE, options
from tests.support.counter import open_store

DAY_MS = 24 * 3600_000
SAY = Wording(resources() / "i18n", "zh_CN")


def settings(url: str, token: str = "") -> Counter:
    return replace(Counter(), central=Address(url, token))


@pytest.mark.parametrize(("central_is", "off"), [(DAY_MS, timedelta(days=1)), (-DAY_MS, timedelta(days=-1)), (0, None)])
def test_a_clock_a_day_off_is_told_while_the_central_answers(
    tmp_path: Path, central_is: int, off: timedelta | None
) -> None:
    given = options(tmp_path / "central", clock=lambda: wall_clock_ms() + central_is)
    store = open_store(tmp_path / "window")
    with EmbeddedCentral(given) as central:
        token = central.central.directory.enrol(DEVICE, "03")
        link = CentralLink(settings(central.url, token), store, {}, (), on_news=lambda: None)
        assert link._engine is not None
        link._engine.step(wall_clock_ms())
        found = link.clock_off(wall_clock_ms())
        link._engine._central.close()  # type: ignore[attr-defined]
    assert (found is None) is (off is None)
    if found is not None and off is not None:
        assert abs(found - off) < timedelta(minutes=1)
    store.close()


def test_a_clock_set_back_while_off_line_is_told_at_the_next_start(tmp_path: Path) -> None:
    store, now = open_store(tmp_path), wall_clock_ms()
    store.settings.put(LAST_HEARD, now)
    link = CentralLink(settings("http://127.0.0.1:9"), store, {}, (), on_news=lambda: None)
    assert link.clock_off(now) is None
    assert link.clock_off(now - DAY_MS) == timedelta(days=1)
    link._engine._central.close()  # type: ignore[union-attr,attr-defined]
    store.close()


def test_a_window_goes_by_the_rules_of_the_hall_it_met_also_when_it_starts_without_it(tmp_path: Path) -> None:
    survey = ProcedureKind("survey", "勘验", True, Limit(10), "本市条例")
    rules = replace(shipped_rules(), version="2026.2", procedures=(survey,))
    store = open_store(tmp_path / "window")
    with EmbeddedCentral(options(tmp_path / "central", rules=rules)) as central:
        token = central.central.directory.enrol(DEVICE, "03")
        here = replace(settings(central.url, token), data=str(tmp_path / "window"))
        copy = rules_here(here)
        assert (copy.newest, in_force(copy, SAY)) == (shipped_rules(), "版本 1，本机自带")
        link = CentralLink(here, store, {"rules": copy}, (), on_news=lambda: None)
        assert link._engine is not None
        link._engine.step(wall_clock_ms())  # meets the central
        link._engine.step(wall_clock_ms())
        link._engine._central.close()  # type: ignore[attr-defined]
    store.close()
    for each in (copy, rules_here(here)):
        assert (each.newest, in_force(each, SAY)) == (rules, "版本 2026.2，取自中心端")


def test_a_window_without_a_central_trusts_its_clock(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    assert CentralLink(Counter(), store, {}, (), on_news=lambda: None).clock_off(0) is None
    store.close()
