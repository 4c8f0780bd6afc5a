"""The shipped profiles of slip printers, read apart from those of other devices."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from app.paths import resources
from devices.printing.profile import PrinterProfile
from devices.profiles import Profiles


def shipped_profiles(*sites: Path) -> Profiles:
    """`resources/devices/printers.toml`, and what stands in the folders of `sites` over it."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(resources() / "devices" / "printers.toml", folder)
        return Profiles({"printer": PrinterProfile}, (Path(folder), *sites))
