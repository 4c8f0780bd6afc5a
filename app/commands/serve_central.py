"""`yichuang central`: the central as a process of its own, or what an installer asks of its data beforehand."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace

from app import paths
from app.calendar_files import load_calendar
from app.catalogue.files import load_catalogue
from app.central.central import Options, open_central
from app.central.errors import Unprocessable, why
from app.central.server import REFUSALS, serve
from app.commands.answer import GOOD, TROUBLE
from app.domain.account import LOGIN, roles_of
from app.domain.case import Role
from app.message_file import load_message_book
from app.rules_file import load_rules
from app.training.accounts import TRAINING_ACCOUNTS


def serve_central(given: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl+C; or admit the windows and people that `given` names, and print their secrets."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        options = _options(given)
        if given.enrol or given.account:
            _admit(options, windows=given.enrol, people=given.account)
        else:
            serve(options, lambda line: print(line, flush=True))  # at once, also into a pipe
    except REFUSALS as error:
        print(f"中心端没有启动：{why(error)}", file=sys.stderr)
        return TROUBLE
    return GOOD


def _options(given: argparse.Namespace) -> Options:
    return Options(
        data_folder=given.data,
        catalogue=load_catalogue(given.catalogue),
        calendar=load_calendar(paths.resources() / "calendars"),
        rules=load_rules(given.rules) if given.rules else None,
        message_book=load_message_book(given.messages),
        hall=given.hall,
        database_url=given.database,
        blobs_url=given.blobs,
        listen=given.listen,
        accounts=TRAINING_ACCOUNTS if given.training else (),
        restored=given.restored,
        tls_certificate=given.tls_certificate,
        tls_key=given.tls_key,
    )


def _admit(options: Options, *, windows: Sequence[str], people: Sequence[str]) -> None:
    central = open_central(replace(options, restored=False))
    try:
        for each in windows:
            device_id, _, number = each.partition("=")
            print(f"{device_id} {central.directory.enrol(device_id, number or device_id)}")
        for each in people:
            login, roles = _login_and_roles(each)
            print(f"{login} {central.accounts.reset(login, roles)}")
    finally:
        central.close()


def _login_and_roles(text: str) -> tuple[str, frozenset[Role]]:
    login, _, listed = text.partition("=")
    roles, asked = roles_of(listed.split(",")), set(listed.split(","))
    if not LOGIN.fullmatch(login) or len(roles) != len(asked):
        wanted = ", ".join(role.value for role in Role)
        raise Unprocessable("invalid", f"--account {text}：应写成 工号=角色，角色为 {wanted}")
    return login, roles
