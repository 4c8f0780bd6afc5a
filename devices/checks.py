"""How each kind of device is checked, as UnifiedPOS has it: within (it opens and answers), outwardly (it does something
that is seen), and together with a person (a card is laid, a key pressed)."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from typing import Any

from devices.errors import DeviceError, NoCard
from devices.guide import NO, YES, Ask, Failed, Guide, Step, Told, watched
from devices.ports import (
    Caller,
    CardReader,
    CodeScanner,
    DocumentPrinter,
    Door,
    LockBank,
    PageSource,
    RatingPad,
    Readiness,
    Role,
    SlipPrinter,
    WindowDisplay,
)
from devices.printing.self_test import self_test_raster

LOOK_SECONDS = 0.3
TRIED_CELL = 1
SHOWN_NUMBER = 888
SHOWN_TEXT = "测试 88"


def check_card_reader(reader: CardReader) -> Guide:
    """It tells its number, then reads a card."""
    yield from _within(lambda: reader.identity())
    yield Told("check.lay_card", good=None)
    started = time.monotonic()
    kind = yield from _awaited(lambda: _card_on(reader))
    if kind is not None:
        yield Told("check.card_read", {"kind": f"card_kind.{kind}", "seconds": f"{time.monotonic() - started:.1f}"})
    return {}


def check_page_source(source: PageSource) -> Guide:
    """It gives pictures, and they are of the desk."""
    yield from _within(lambda: "{1}×{0}".format(*source.frame().shape[:2]))
    yield from _seen("check.see_picture")
    return {}


def check_slip_printer(printer: SlipPrinter) -> Guide:
    """It tells its state, prints a test slip, and the person says whether it is whole."""
    yield from _within(lambda: f"printer_state.{printer.readiness().value}")
    readiness = yield from _done(lambda: printer.print(self_test_raster(printer.dots)))
    if readiness is not None:
        yield Told("check.printed" if readiness is not Readiness.UNKNOWN else "check.printed_unsure", good=None)
        yield from _seen("check.see_slip")
    return {}


def check_document_printer(printer: DocumentPrinter) -> Guide:
    """Its queue takes documents. Nothing is printed: a page a check is too much paper."""
    yield from _within(lambda: f"printer_state.{printer.readiness().value}")
    return {}


def check_rating_pad(pad: RatingPad) -> Guide:
    """It asks for a rating, and a key is pressed."""
    if (yield from _worked(pad.invite)):
        yield Told("check.press_best", good=None)
        rating = yield from _awaited(lambda: pad.rating(LOOK_SECONDS))
        if rating is not None:
            yield Told("check.rated", {"level": f"level.{rating.level.value}", "raw": rating.raw})
    return {}


def check_caller(caller: Caller) -> Guide:
    """It beeps and shows a number, and a key is pressed."""

    def call() -> None:
        caller.beep()
        caller.show(ticket=SHOWN_NUMBER)

    if (yield from _worked(call)):
        yield from _seen("check.see_number", {"number": SHOWN_NUMBER})
        yield Told("check.press_next", good=None)
        key = yield from _awaited(lambda: caller.pressed(LOOK_SECONDS))
        if key is not None:
            yield Told("check.pressed", {"key": key if isinstance(key, int) else f"caller_key.{key.value}"})
    return {}


def check_lock_bank(bank: LockBank) -> Guide:
    """It tells its doors; cell 1 opens, after the person has agreed; and its door is pushed shut again."""
    yield from _within(lambda: _doors_in_words(bank.doors()))
    if (yield Ask("check.may_open", {"cell": TRIED_CELL}, (YES, NO))) != YES:
        return {}
    if (yield from _worked(lambda: bank.unlock(TRIED_CELL))):
        yield Told("check.opened", {"cell": TRIED_CELL})
        yield Told("check.shut_it", {"cell": TRIED_CELL}, good=None)
        shut = yield from _awaited(lambda: _is_shut(bank, TRIED_CELL))
        if shut is not None:
            yield Told("check.shut", {"cell": TRIED_CELL})
    return {}


def check_window_display(display: WindowDisplay) -> Guide:
    """It shows a text."""
    if (yield from _worked(lambda: display.show(SHOWN_TEXT))):
        yield from _seen("check.see_text", {"text": SHOWN_TEXT})
    return {}


def check_code_scanner(scanner: CodeScanner) -> Guide:
    """A code is scanned. What it says is not shown: it may be somebody's."""
    yield Told("check.scan_code", good=None)
    code = yield from _awaited(lambda: scanner.scanned(LOOK_SECONDS))
    if code is not None:
        yield Told("check.scanned", {"size": len(code)})
    return {}


def check_nothing_more(_: Any) -> Guide:
    """For what can only be checked by its probe, such as a modem: a message would cost money and reach somebody."""
    yield Told("check.opens")
    return {}


CHECKS: Mapping[Role, Callable[[Any], Guide]] = {
    Role.CARD_READER: check_card_reader,
    Role.PAGE_SOURCE: check_page_source,
    Role.SLIP_PRINTER: check_slip_printer,
    Role.DOCUMENT_PRINTER: check_document_printer,
    Role.RATING_PAD: check_rating_pad,
    Role.CALLER: check_caller,
    Role.LOCK_BANK: check_lock_bank,
    Role.WINDOW_DISPLAY: check_window_display,
    Role.CODE_SCANNER: check_code_scanner,
}


def check_of(role: Role) -> Callable[[Any], Guide]:
    """The check for a device of `role`."""
    return CHECKS.get(role, check_nothing_more)


def _within(look: Callable[[], object]) -> Generator[Step, str, None]:
    started = time.monotonic()
    said = yield from _done(look)
    if said is not None:
        yield Told("check.answers", {"said": said, "milliseconds": round((time.monotonic() - started) * 1000)})


def _done(work: Callable[[], Any]) -> Generator[Step, str, Any]:
    """The work's outcome; None where the device failed, which is told."""
    try:
        return work()
    except DeviceError as error:
        yield Failed(error)
        return None


def _worked(work: Callable[[], None]) -> Generator[Step, str, bool]:
    try:
        work()
    except DeviceError as error:
        yield Failed(error)
        return False
    return True


def _awaited(look: Callable[[], Any]) -> Generator[Step, str, Any]:
    """What the person was asked to do; None where it did not happen, which is told."""
    try:
        seen = yield from watched(look)
    except DeviceError as error:
        yield Failed(error)
        return None
    if seen is None:
        yield Told("check.nothing_came", good=False)
    return seen


def _seen(message: str, facts: Mapping[str, object] | None = None) -> Generator[Step, str, None]:
    answer = yield Ask(message, facts or {}, (YES, NO))
    yield Told("check.seen") if answer == YES else Told("check.not_seen", good=False)


def _card_on(reader: CardReader) -> str | None:
    try:
        return reader.read().kind.value
    except NoCard:
        time.sleep(LOOK_SECONDS)  # a reader answers at once that nothing lies on it
        return None


def _doors_in_words(doors: Mapping[int, Door]) -> str:
    open_now = [str(cell) for cell, door in doors.items() if door is Door.OPEN]
    return f"{len(doors)}" + (f"（{','.join(open_now[:6])}{'…' if len(open_now) > 6 else ''}）" if open_now else "")


def _is_shut(bank: LockBank, cell: int) -> bool | None:
    if bank.doors()[cell] is Door.CLOSED:
        return True
    time.sleep(LOOK_SECONDS)
    return None
