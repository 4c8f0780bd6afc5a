"""`yichuang central`: run the hall's central server."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app import paths


def add_to(commands: Any) -> None:
    """Add `central` to the program's commands."""
    central = commands.add_parser("central", help="运行中心端")
    central.add_argument("--listen", type=_host_and_port, default="127.0.0.1:8470", metavar="HOST:PORT")
    central.add_argument("--database", default="", metavar="URL", help="数据库；不写就用数据文件夹里的")
    central.add_argument(
        "--blobs", default="", metavar="URL", help="材料页放在哪里，file:// 或 s3://；不写就放数据文件夹"
    )
    central.add_argument("--data", type=Path, default=paths.data_folder() / "central", metavar="FOLDER")
    central.add_argument("--hall", default="YC", help="大厅代码，编号前缀")
    central.add_argument("--catalogue", type=Path, default=paths.resources() / "catalogue", metavar="FOLDER")
    central.add_argument("--rules", type=Path, metavar="FILE",
                         help="从现在起执行这份时限规则，rules.toml；不写就按现行的")  # fmt: skip
    central.add_argument("--messages", type=Path, default=paths.resources() / "sms.toml", metavar="FILE",
                         help="短信的签名、静默时段和模板，sms.toml")  # fmt: skip
    central.add_argument("--tls-certificate", type=Path, metavar="FILE", help="证书（PEM），写了就用 https")
    central.add_argument("--tls-key", type=Path, metavar="FILE", help="私钥（PEM），不在证书文件里时写")
    central.add_argument("--restored", action="store_true", help="从备份恢复后的第一次启动")
    central.add_argument("--enrol", action="append", default=[], metavar="DEVICE=WINDOW",
                         help="登记窗口，打印新令牌后退出")  # fmt: skip
    central.add_argument("--account", action="append", default=[], metavar="LOGIN=ROLE[,ROLE]",
                         help="建工号或换口令，打印一次性口令后退出")  # fmt: skip
    central.add_argument("--training", action="store_true", help="培训：每种角色建一个公开的工号")
    central.add_argument("--fleet-report", type=Path, metavar="FILE",
                         help="全厅设备报告，写成 .pdf、.html 或 .json 后退出")  # fmt: skip
    central.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    from app.commands.fleet_report import fleet_report  # with the central come a web server and a database's driver
    from app.commands.serve_central import serve_central

    if given.fleet_report:
        return fleet_report(given.fleet_report, given.database, given.data, given.hall)
    return serve_central(given)


def _host_and_port(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and int(port) < 65536):
        raise argparse.ArgumentTypeError(f"{text}：应写成 HOST:PORT，如 0.0.0.0:8470")
    return text
