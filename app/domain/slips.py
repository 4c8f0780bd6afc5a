"""What stands on a slip or document, as plain values: no layout (that is Typst's) and no printer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class SlipKind(Enum):
    """The papers a hall gives out; `resources/slips/documents.toml` says the rest of each."""

    RECEIPT = "receipt"  # 收件凭证
    NOTIFICATION = "notification"  # 一次性告知单
    ACCEPTANCE = "acceptance"  # 受理通知书
    SUPPLEMENT = "supplement"  # 补正告知书
    REFUSAL = "refusal"  # 不予受理决定书
    COMMITMENT = "commitment"  # 容缺受理承诺书
    SPECIAL_PROCEDURE = "special_procedure"  # 特别程序期限告知书
    EXTENSION = "extension"  # 延期通知书
    APPROVAL = "approval"  # 准予决定书
    REJECTION = "rejection"  # 不予许可决定书
    HAND_OVER = "hand_over"  # 受理交接单
    CERTIFICATE_HAND_OVER = "certificate_hand_over"  # 办结证件交接单
    DELIVERY = "delivery"  # 送达回执
    PICKUP = "pickup"  # 取件凭证
    POST_LABEL = "post_label"  # 邮寄面单


class NotificationMode(Enum):
    """What a hall calls 一次性告知单: the slip after a passed check, or the list of what is missing."""

    AFTER_PASS = "after_pass"
    LISTS_MISSING = "lists_missing"


@dataclass(frozen=True, slots=True)
class Hall:
    """The hall as it names itself on paper."""

    name: str
    code: str
    address: str
    hours: str
    phone: str
    supervision_phone: str
    query_url: str
    notification_mode: NotificationMode = NotificationMode.AFTER_PASS


@dataclass(frozen=True, slots=True)
class Line:
    """One material on a slip: its name, form and count, and below it what the paper must meet."""

    name: str
    amount: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A paper that ends a case: a certificate or decision, its number and how long it holds, as printed."""

    name: str
    number: str = ""
    valid: str = ""  # 2026年10月9日至2031年10月8日, or 长期
    amount: str = ""  # 正本 1 份，副本 1 份


@dataclass(frozen=True, slots=True)
class Procedure:
    """A special procedure (行政许可法 art. 45), while which the clock stands."""

    name: str  # 专家评审
    cap: str  # 30 个工作日
    basis: str
    since: str  # 2026年9月28日
    until: str = ""  # the last day it may take, where it is known


@dataclass(frozen=True, slots=True)
class Extension:
    """A limit made longer, once (行政许可法 art. 42)."""

    amount: str  # 10 个工作日
    before: str  # the last day before, 2026年10月10日
    until: str = ""  # and now


@dataclass(frozen=True, slots=True)
class Row:
    """One case on a hand-over sheet; its `number` is drawn as a bar code."""

    number: str
    applicant: str
    item: str
    due: str = ""
    papers: tuple[Line, ...] = ()
    sheets: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Papers that go from one desk to another, both of which sign."""

    sender: str  # desk and person
    receiver: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class HandOut:
    """How the result reaches the one it is for. Empty strings do not apply."""

    recipient: str
    way: str  # 窗口领取, 智能取件柜, 邮寄送达
    relation: str = ""  # 本人, 代领人（受委托）
    identity: str = ""  # how it was checked: 居民身份证，读卡核验一致
    at: str = ""  # 2026-10-09 15:20
    code: str = ""  # of pickup
    cell: str = ""  # A 柜 12 号格
    until: str = ""  # 10 月 16 日 周五
    courier: str = ""
    waybill: str = ""
    address: str = ""
    phone: str = ""
    on_pad: bool = False  # the recipient has signed on the pad already; that page is kept with the case


@dataclass(frozen=True, slots=True)
class SlipDocument:
    """One slip or document, complete. Empty strings and lists are left out of the print.

    It is kept with its case as it was, so a field that comes later has a default: what 0.2 kept is still read.
    """

    kind: SlipKind
    title: str
    subtitle: str
    number: str  # its own; that of the case where it has none
    hall: str
    date: str  # 2026-09-22 10:49
    window: str
    clerk: str
    applicant: str
    agent: str
    item: str
    department: str
    handling: str
    limit: str  # 8 个工作日
    due: str  # 10 月 10 日 周六
    due_note: str  # 调休上班日；中秋、国庆共 10 天不计
    provisional: bool
    taken: tuple[Line, ...]
    missing_title: str
    missing: tuple[Line, ...]
    reason: str
    legal_basis: tuple[str, ...]
    next_step: str
    collect: str
    phone: str
    supervision_phone: str
    address: str
    query: str  # what the QR code says
    signatures: tuple[str, ...]
    seal: bool
    reprint: int = 0  # 0 the original, n the n-th reprint
    training: bool = False
    case_number: str = ""  # "" where `number` is the case's
    reference: str = ""  # the number as documents of state have it: YC受〔2026〕03-00012号
    bar_code: str = ""  # what the bar code says, by which a signed page finds its document
    void: bool = False
    received: str = ""  # when the application came in, 2026-09-22 10:49
    explanation: tuple[str, ...] = ()  # how the last day was counted, line by line
    supplement_by: str = ""  # 2026年10月20日
    approver: str = ""
    procedure: Procedure | None = None
    extension: Extension | None = None
    certificates: tuple[Certificate, ...] = ()
    hand_over: HandOver | None = None
    hand_out: HandOut | None = None
