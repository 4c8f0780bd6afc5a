"""`yichuang central`: run the hall's central server."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app import paths


def add_to(commands: Any) -> None:
    """Add `central` to the program's commands."""
    central = commands.add_parser("central", help="run the central server")
    central.add_argument("--listen", default="127.0.0.1:8470", metavar="HOST:PORT")
    central.add_argument("--database", default="", metavar="URL", help="embedded in the data folder when left out")
    central.add_argument(
        "--blobs", default="", metavar="URL", help="file:// or s3://; in the data folder when left out"
    )
    central.add_argument("--data", type=Path, default=paths.data_folder() / "central", metavar="FOLDER")
    central.add_argument("--hall", default="YC", help="the hall's code")
    central.add_argument("--catalogue", type=Path, default=paths.resources() / "catalogue", metavar="FOLDER")
    central.add_argument("--rules", type=Path, default=paths.resources() / "rules.toml", metavar="FILE",
                         help="the hall's rules about time")  # fmt: skip
    central.add_argument("--messages", type=Path, default=paths.resources() / "sms.toml", metavar="FILE",
                         help="text messages: signature, quiet hours, templates")  # fmt: skip
    central.add_argument("--tls-certificate", type=Path, metavar="FILE", help="PEM; with it https")
    central.add_argument("--tls-key", type=Path, metavar="FILE", help="PEM; if it is not in the certificate's file")
    central.add_argument("--restored", action="store_true", help="first start after a restore from backup")
    central.add_argument("--enrol", action="append", default=[], metavar="DEVICE=WINDOW",
                         help="print a new token for a window and stop")  # fmt: skip
    central.add_argument("--account", action="append", default=[], metavar="LOGIN=ROLE[,ROLE]",
                         help="print a password for one sign-in of a new or forgotten account and stop")  # fmt: skip
    central.add_argument("--training", action="store_true", help="begin with accounts that everybody knows")
    central.add_argument("--fleet-report", type=Path, metavar="FILE",
                         help="write how the hall's devices fare to a .pdf, .html or .json, and stop")  # fmt: skip
    central.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    from app.central.server import main
    from app.commands.fleet_report import fleet_report

    if given.fleet_report:
        return fleet_report(given.fleet_report, given.database, given.data, given.hall)
    named = ("listen", "database", "blobs", "data", "hall", "catalogue", "rules", "messages")
    arguments = [f"--{name}={getattr(given, name)}" for name in named]
    if given.tls_certificate:
        arguments.append(f"--tls-certificate={given.tls_certificate}")
    if given.tls_key:
        arguments.append(f"--tls-key={given.tls_key}")
    arguments += ["--restored"] * given.restored + [f"--enrol={each}" for each in given.enrol]
    arguments += ["--training"] * given.training + [f"--account={each}" for each in given.account]
    return main(arguments)
