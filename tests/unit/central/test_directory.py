"""Windows are known by tokens of which the central keeps only hashes."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from app.central.central import Central, Options, open_central
from app.central.directory import FIRST_WINDOW_FILE, Window
from app.central.errors import NotSignedIn, Unavailable
from app.central.receipts import KEY_FILE
from app.central.tables import halls
from app.domain.case import Role
from tests.support.central_ops import options


def test_the_first_start_enrols_one_window_and_tells_only_the_installer(central: Central, tmp_path: Path) -> None:
    file = tmp_path / FIRST_WINDOW_FILE
    told = json.loads(file.read_text())
    assert central.directory.window_of(told["token"]) == Window("window-03", "03")
    assert {stat.S_IMODE(each.stat().st_mode) for each in (file, tmp_path / KEY_FILE)} == {0o600}


def test_a_later_start_enrols_nobody(settings: Options, tmp_path: Path) -> None:
    open_central(settings).close()
    (tmp_path / FIRST_WINDOW_FILE).unlink()
    open_central(settings).close()
    assert not (tmp_path / FIRST_WINDOW_FILE).exists()


def test_enrolling_again_ends_the_old_token_and_dismissing_the_last(central: Central) -> None:
    old = central.directory.enrol("window-07", "07", [Role.INTAKE, Role.ISSUING])
    new = central.directory.enrol("window-07", "07")
    with pytest.raises(NotSignedIn):
        central.directory.window_of(old)
    assert central.directory.window_of(new).device_id == "window-07"
    central.directory.dismiss("window-07")
    with pytest.raises(NotSignedIn):
        central.directory.window_of(new)


def test_a_window_may_be_kept_to_some_roles(central: Central) -> None:
    token = central.directory.enrol("window-07", "07", [Role.ISSUING])
    assert central.directory.window_of(token).roles == (Role.ISSUING,)


def test_no_token_stands_in_the_database(tmp_path: Path) -> None:
    central = open_central(options(tmp_path))
    token = central.directory.enrol("window-07", "07")
    central.close()
    content = b"".join(file.read_bytes() for file in tmp_path.glob("central.db*"))
    assert b"window-07" in content and token.encode() not in content


def test_a_database_of_a_newer_central_is_left_alone(settings: Options) -> None:
    central = open_central(settings)
    with central.store.writing() as connection:
        connection.execute(halls.update().values(layout=99))
    central.close()
    with pytest.raises(Unavailable) as refused:
        open_central(settings)
    assert refused.value.code == "newer_database"
