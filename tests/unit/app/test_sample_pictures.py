"""Sample pictures at a window and at the central."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.central.directory import FIRST_WINDOW_FILE
from app.central.server import EmbeddedCentral
from app.domain.catalogue import Catalogue
from app.domain.errors import NotFound
from app.lanes import InlineLane
from app.paths import resources
from app.presenters.samples import Samples, SampleState
from app.services.sample_pictures import SamplePictures
from app.wording import Wording
from devices.errors import DeviceError
from devices.scanning.encode import encode_within
from devices.simulators.paper import sample_page
from sync.errors import Refused
from sync.transport import Transport
from tests.support.central_ops import FOOD_LICENCE, options
from tests.support.items import LICENCE
from tests.support.small_disk import mounted

WORDS = Wording(resources() / "i18n", "zh_CN")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form as a picture file."""
    file = tmp_path / "form.jpg"
    file.write_bytes(encode_within(sample_page(1), 3000))
    return file


@pytest.fixture
def named(form: Path, tmp_path: Path) -> str:
    """The name by which its sample is known."""
    return SamplePictures(tmp_path / "maker", None).take(str(form))


@pytest.fixture
def central(tmp_path: Path, named: str) -> Iterator[EmbeddedCentral]:
    """A central whose catalogue names it."""
    item = replace(FOOD_LICENCE, materials=(replace(LICENCE.materials[0], sample=named),))
    with EmbeddedCentral(options(tmp_path / "central", catalogue=Catalogue("2026", (item,)))) as running:
        yield running


@pytest.fixture
def token(central: EmbeddedCentral, tmp_path: Path) -> str:
    told: str = json.loads((tmp_path / "central" / FIRST_WINDOW_FILE).read_text())["token"]
    return told


def test_a_window_fetches_a_sample_once_and_keeps_it(
    central: EmbeddedCentral, token: str, named: str, tmp_path: Path
) -> None:
    def connect() -> Transport:
        return Transport(central.url, token)

    other = SamplePictures(tmp_path / "other", connect)
    with pytest.raises(Refused):
        other.picture(named)  # it was named before it was sent
    line = connect()
    line.hello()
    SamplePictures(tmp_path / "maker", connect).send([named, "", "form.png"], line)
    line.close()
    picture = other.picture(named)
    assert SamplePictures(tmp_path / "other", None).picture(named) == picture


def test_what_no_material_names_is_not_given_out(central: EmbeddedCentral, token: str, tmp_path: Path) -> None:
    pictures = SamplePictures(tmp_path / "maker", None)
    file = tmp_path / "other.jpg"
    file.write_bytes(encode_within(sample_page(2), 600))
    unnamed = pictures.take(str(file))
    line = Transport(central.url, token)
    line.hello()
    pictures.send([unnamed], line)
    with pytest.raises(Refused) as refused:
        line.sample(unnamed)
    line.close()
    assert refused.value.status == 404


@pytest.mark.parametrize("name", ["", "form.png", "../../etc/passwd", "0" * 64])
def test_what_is_not_here_is_not_found(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        SamplePictures(tmp_path / "maker", None).picture(name)


def test_a_page_is_told_why_there_is_no_picture_and_may_ask_again(tmp_path: Path, form: Path) -> None:
    pictures, told = SamplePictures(tmp_path / "here", None), list[str]()
    samples = Samples(pictures, lane=InlineLane(), wording=WORDS)
    assert "样表还没有送到" in samples.state("0" * 64, lambda: told.append("changed")).words and told
    name = pictures.take(str(form))
    samples.ask_again(name)
    assert samples.state(name, lambda: None) == SampleState(pictures.picture(name))


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.4")
    with pytest.raises(DeviceError):
        SamplePictures(tmp_path / "here", None).take(str(broken))


def test_a_full_disk_is_said_to_the_administrator(tmp_path: Path, form: Path) -> None:
    said = list[str]()
    with mounted(tmp_path / "disk", 4) as disk:
        samples = Samples(SamplePictures(disk.folder / "samples", None), lane=InlineLane(), wording=WORDS)
        disk.fill()
        samples.take(str(form), lambda _: said.append("taken"), said.append)
        assert len(said) == 1 and "磁盘" in said[0]
        disk.make_room()
        samples.take(str(form), lambda _: said.append("taken"), said.append)
    assert said[1:] == ["taken"]
