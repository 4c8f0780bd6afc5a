"""The one table of keys: what each means where, for the dispatcher, the key bar, the help and the tests.

Qt fires neither of two shortcuts on one key. Here there are no shortcuts: the table refuses a sequence that means two
things in one place, and one event filter, the dispatcher, looks each key press up in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, QKeyCombination
from PySide6.QtGui import QKeySequence

from widgets.translation import QT_TRANSLATE_NOOP

Act = Callable[[], object]


class Scope(Enum):
    """Where a key means something. EVERYWHERE keys never change meaning."""

    EVERYWHERE = "everywhere"
    APPLICANT = "applicant"
    ITEM = "item"
    MATERIALS = "materials"
    REVIEW = "review"
    SLIP = "slip"
    HAND_OUT = "hand_out"
    FIND = "find"
    SIGN_IN = "sign_in"
    BACK_OFFICE = "back_office"
    HAND_OVER = "hand_over"
    DASHBOARD = "dashboard"
    ADMIN = "admin"
    DEVICES = "devices"
    SYNC = "sync"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: `sequence` in Qt's portable notation, `source` the English word for it (context "Keys").

    `by_focus` keys are acted on by the focused widget itself; they are listed in key bar and help only.
    """

    id: str
    sequence: str
    source: str
    scope: Scope
    by_focus: bool = False

    @property
    def quiet(self) -> bool:
        """True for letters, digits, space and Delete: they act only where the focus takes no text."""
        return len(self.sequence) == 1 or self.sequence in ("Space", "Del", "PgDown", "PgUp")

    @property
    def word(self) -> str:
        return QCoreApplication.translate("Keys", self.source)

    @property
    def cap(self) -> str:
        """What stands on the key cap."""
        if self.sequence == "Space":
            return QCoreApplication.translate("Keys", "Space")
        return _CAPS.get(self.sequence, self.sequence)


_CAPS = {
    "Up": "↑ ↓",
    "PgDown": "PgDn",
    "Left": "←→",
    "Ctrl+Left": "Ctrl+←→",
    "Ctrl+Return": "Ctrl+Enter",
    "Return": "Enter",
    "Ctrl+Up": "Ctrl+↑",
    "Ctrl+Down": "Ctrl+↓",
}
_SPACE_WORD = QT_TRANSLATE_NOOP("Keys", "Space")

_EVERYWHERE = (
    Key("help", "F1", QT_TRANSLATE_NOOP("Keys", "All keys"), Scope.EVERYWHERE),
    Key("item", "F2", QT_TRANSLATE_NOOP("Keys", "Choose item"), Scope.EVERYWHERE),
    Key("find", "F3", QT_TRANSLATE_NOOP("Keys", "Find"), Scope.EVERYWHERE),
    Key("read_card", "F4", QT_TRANSLATE_NOOP("Keys", "Read card"), Scope.EVERYWHERE),
    Key("call", "F5", QT_TRANSLATE_NOOP("Keys", "Call next"), Scope.EVERYWHERE),
    Key("capture", "F6", QT_TRANSLATE_NOOP("Keys", "Capture page"), Scope.EVERYWHERE),
    Key("sample", "F7", QT_TRANSLATE_NOOP("Keys", "Show sample"), Scope.EVERYWHERE),
    Key("print_a4", "F8", QT_TRANSLATE_NOOP("Keys", "Print on A4 instead"), Scope.EVERYWHERE),
    Key("person_matches", "F9", QT_TRANSLATE_NOOP("Keys", "Person matches card"), Scope.EVERYWHERE),
    Key("export", "Ctrl+E", QT_TRANSLATE_NOOP("Keys", "Export"), Scope.EVERYWHERE),
    Key("act", "Ctrl+Return", QT_TRANSLATE_NOOP("Keys", "Next step"), Scope.EVERYWHERE),
    Key("resume", "Ctrl+B", QT_TRANSLATE_NOOP("Keys", "Resume draft"), Scope.EVERYWHERE),
    Key("aside", "Esc", QT_TRANSLATE_NOOP("Keys", "Put aside"), Scope.EVERYWHERE),
    Key("sign_out", "Alt+0", QT_TRANSLATE_NOOP("Keys", "Sign out"), Scope.EVERYWHERE),
    Key("reveal", "Ctrl+R", QT_TRANSLATE_NOOP("Keys", "Reveal number"), Scope.EVERYWHERE),
    Key("edit_chip", "Alt+E", QT_TRANSLATE_NOOP("Keys", "Edit chip value"), Scope.EVERYWHERE),
    Key("next_field", "Return", QT_TRANSLATE_NOOP("Keys", "Next field"), Scope.EVERYWHERE, by_focus=True),
    *(Key(f"page_{n}", f"Alt+{n}", QT_TRANSLATE_NOOP("Keys", "Open page"), Scope.EVERYWHERE) for n in range(1, 9)),
    *(Key(f"step_{n}", f"Ctrl+{n}", QT_TRANSLATE_NOOP("Keys", "Go to step"), Scope.EVERYWHERE) for n in range(1, 6)),
)

_SIGN_IN = tuple(
    Key(f"account_{n}", str(n), QT_TRANSLATE_NOOP("Keys", "Choose account"), Scope.SIGN_IN) for n in range(1, 7)
)

_ITEM = (
    Key("hits", "Up", QT_TRANSLATE_NOOP("Keys", "Change item"), Scope.ITEM, by_focus=True),
    Key("take_hit", "Return", QT_TRANSLATE_NOOP("Keys", "Take item"), Scope.ITEM, by_focus=True),
    Key("pin", "Ctrl+D", QT_TRANSLATE_NOOP("Keys", "Keep at top"), Scope.ITEM),
    *(Key(f"answer_{n}", str(n), QT_TRANSLATE_NOOP("Keys", "Answer"), Scope.ITEM) for n in range(1, 10)),
)

_MATERIALS = (
    Key("materials", "Up", QT_TRANSLATE_NOOP("Keys", "Change material"), Scope.MATERIALS, by_focus=True),
    Key("reorder", "Ctrl+Left", QT_TRANSLATE_NOOP("Keys", "Reorder pages"), Scope.MATERIALS, by_focus=True),
    Key("remove_page", "Del", QT_TRANSLATE_NOOP("Keys", "Remove page"), Scope.MATERIALS, by_focus=True),
    Key("paper_only", "Space", QT_TRANSLATE_NOOP("Keys", "Paper only"), Scope.MATERIALS),
    Key("missing", "Q", QT_TRANSLATE_NOOP("Keys", "Mark as missing"), Scope.MATERIALS),
    Key("rotate", "R", QT_TRANSLATE_NOOP("Keys", "Rotate"), Scope.MATERIALS),
    Key("corners", "C", QT_TRANSLATE_NOOP("Keys", "Adjust corners"), Scope.MATERIALS),
    Key("auto", "A", QT_TRANSLATE_NOOP("Keys", "Auto capture on or off"), Scope.MATERIALS),
    Key("card_sides", "D", QT_TRANSLATE_NOOP("Keys", "Both sides of a card on one page"), Scope.MATERIALS),
    Key("merge", "M", QT_TRANSLATE_NOOP("Keys", "Make two pages one again"), Scope.MATERIALS),
    Key("feed", "S", QT_TRANSLATE_NOOP("Keys", "Scan from the scanner"), Scope.MATERIALS),
    Key("learn_desk", "E", QT_TRANSLATE_NOOP("Keys", "Learn the empty desk"), Scope.MATERIALS),
    Key("import_file", "Ctrl+O", QT_TRANSLATE_NOOP("Keys", "Import file"), Scope.MATERIALS),
)

_REVIEW = (
    Key("doubts", "Up", QT_TRANSLATE_NOOP("Keys", "Change material"), Scope.REVIEW, by_focus=True),
    Key("accept", "Y", QT_TRANSLATE_NOOP("Keys", "Accept doubt"), Scope.REVIEW),
    Key("to_supplement", "B", QT_TRANSLATE_NOOP("Keys", "Ask for it instead"), Scope.REVIEW),
    *(Key(f"decide_{n}", str(n), QT_TRANSLATE_NOOP("Keys", "Decide"), Scope.REVIEW) for n in range(1, 5)),
)

_SLIP = (
    Key("slips", "Up", QT_TRANSLATE_NOOP("Keys", "Change slip"), Scope.SLIP, by_focus=True),
    Key("print_again", "P", QT_TRANSLATE_NOOP("Keys", "Print again"), Scope.SLIP),
    Key("print_elsewhere", "O", QT_TRANSLATE_NOOP("Keys", "On the other printer"), Scope.SLIP),
    Key("sign_back", "S", QT_TRANSLATE_NOOP("Keys", "Scan the signed page"), Scope.SLIP),
    Key("import_file", "Ctrl+O", QT_TRANSLATE_NOOP("Keys", "Import file"), Scope.SLIP),
    Key("finish", "D", QT_TRANSLATE_NOOP("Keys", "Finish at once"), Scope.SLIP),
)

_FIND = (
    Key("found", "Up", QT_TRANSLATE_NOOP("Keys", "Change case"), Scope.FIND, by_focus=True),
    Key("since", "Ctrl+L", QT_TRANSLATE_NOOP("Keys", "Change period"), Scope.FIND),
    Key("next_slip", "Ctrl+Down", QT_TRANSLATE_NOOP("Keys", "Next slip"), Scope.FIND),
    Key("reprint", "Ctrl+P", QT_TRANSLATE_NOOP("Keys", "Print again"), Scope.FIND),
    Key("come_back", "Ctrl+G", QT_TRANSLATE_NOOP("Keys", "Take what was missing"), Scope.FIND),
    Key("withdraw", "Ctrl+W", QT_TRANSLATE_NOOP("Keys", "Withdraw"), Scope.FIND),
    Key("sign_back", "Ctrl+S", QT_TRANSLATE_NOOP("Keys", "Scan the signed page"), Scope.FIND),
    Key("import_file", "Ctrl+O", QT_TRANSLATE_NOOP("Keys", "Import file"), Scope.FIND),
)

_BACK_OFFICE = (
    Key("cases", "Up", QT_TRANSLATE_NOOP("Keys", "Change case"), Scope.BACK_OFFICE, by_focus=True),
    Key("mark_case", "Space", QT_TRANSLATE_NOOP("Keys", "Mark for several"), Scope.BACK_OFFICE),
    Key("trace", "T", QT_TRANSLATE_NOOP("Keys", "Explain deadline"), Scope.BACK_OFFICE),
    Key("accept_case", "A", QT_TRANSLATE_NOOP("Keys", "Accept"), Scope.BACK_OFFICE),
    Key("refuse", "N", QT_TRANSLATE_NOOP("Keys", "Refuse"), Scope.BACK_OFFICE),
    Key("supplement", "B", QT_TRANSLATE_NOOP("Keys", "Ask for supplement"), Scope.BACK_OFFICE),
    Key("record_call", "C", QT_TRANSLATE_NOOP("Keys", "Record call"), Scope.BACK_OFFICE),
    Key("special", "P", QT_TRANSLATE_NOOP("Keys", "Special procedure"), Scope.BACK_OFFICE),
    Key("extend", "E", QT_TRANSLATE_NOOP("Keys", "Extend"), Scope.BACK_OFFICE),
    Key("transfer", "X", QT_TRANSLATE_NOOP("Keys", "Hand to section"), Scope.BACK_OFFICE),
    Key("decide", "D", QT_TRANSLATE_NOOP("Keys", "Decide"), Scope.BACK_OFFICE),
    Key("close_case", "F", QT_TRANSLATE_NOOP("Keys", "Close case"), Scope.BACK_OFFICE),
    Key("return_case", "R", QT_TRANSLATE_NOOP("Keys", "Return papers"), Scope.BACK_OFFICE),
    Key("withdraw", "W", QT_TRANSLATE_NOOP("Keys", "Withdraw"), Scope.BACK_OFFICE),
    Key("newest", "U", QT_TRANSLATE_NOOP("Keys", "Look at the newest state"), Scope.BACK_OFFICE),
    Key("redo", "Y", QT_TRANSLATE_NOOP("Keys", "Do it again"), Scope.BACK_OFFICE),
    Key("take_back", "K", QT_TRANSLATE_NOOP("Keys", "Take it back"), Scope.BACK_OFFICE),
    Key("by_department", "G", QT_TRANSLATE_NOOP("Keys", "Filter by department"), Scope.BACK_OFFICE),
    Key("by_item", "I", QT_TRANSLATE_NOOP("Keys", "Filter by item"), Scope.BACK_OFFICE),
    Key("by_state", "S", QT_TRANSLATE_NOOP("Keys", "Filter by state"), Scope.BACK_OFFICE),
    Key("tab_materials", "1", QT_TRANSLATE_NOOP("Keys", "Materials"), Scope.BACK_OFFICE),
    Key("tab_documents", "2", QT_TRANSLATE_NOOP("Keys", "Documents"), Scope.BACK_OFFICE),
    Key("tab_dealings", "3", QT_TRANSLATE_NOOP("Keys", "Dealings"), Scope.BACK_OFFICE),
    Key("next_page", "PgDown", QT_TRANSLATE_NOOP("Keys", "Next page"), Scope.BACK_OFFICE),
    Key("previous_page", "PgUp", QT_TRANSLATE_NOOP("Keys", "Page before"), Scope.BACK_OFFICE),
    Key("zoom", "Z", QT_TRANSLATE_NOOP("Keys", "Zoom"), Scope.BACK_OFFICE),
    Key("reprint", "Ctrl+P", QT_TRANSLATE_NOOP("Keys", "Print again"), Scope.BACK_OFFICE),
    Key("import_file", "Ctrl+O", QT_TRANSLATE_NOOP("Keys", "Import file"), Scope.BACK_OFFICE),
    Key("void_document", "Del", QT_TRANSLATE_NOOP("Keys", "Void document"), Scope.BACK_OFFICE),
)

_HAND_OUT = (
    Key("waiting", "Up", QT_TRANSLATE_NOOP("Keys", "Change case"), Scope.HAND_OUT, by_focus=True),
    Key("way_1", "1", QT_TRANSLATE_NOOP("Keys", "At the window"), Scope.HAND_OUT),
    Key("way_2", "2", QT_TRANSLATE_NOOP("Keys", "By locker"), Scope.HAND_OUT),
    Key("way_3", "3", QT_TRANSLATE_NOOP("Keys", "By post"), Scope.HAND_OUT),
    Key("pickup_code", "C", QT_TRANSLATE_NOOP("Keys", "Pickup code"), Scope.HAND_OUT),
    Key("by_paper", "P", QT_TRANSLATE_NOOP("Keys", "Paper instead of card"), Scope.HAND_OUT),
    Key("take_back", "T", QT_TRANSLATE_NOOP("Keys", "Take out of locker"), Scope.HAND_OUT),
    Key("left_empty", "E", QT_TRANSLATE_NOOP("Keys", "Nothing in the cell"), Scope.HAND_OUT),
    Key("left_full", "Y", QT_TRANSLATE_NOOP("Keys", "Still in the cell"), Scope.HAND_OUT),
    Key("repaired", "R", QT_TRANSLATE_NOOP("Keys", "Cell works again"), Scope.HAND_OUT),
    Key("by_key", "K", QT_TRANSLATE_NOOP("Keys", "Taken out with the key"), Scope.HAND_OUT),
    Key("keep_cell", "G", QT_TRANSLATE_NOOP("Keys", "Keep a cell for a supplement"), Scope.HAND_OUT),
)

_HAND_OVER = (
    Key("papers", "Up", QT_TRANSLATE_NOOP("Keys", "Change case"), Scope.HAND_OVER, by_focus=True),
    Key("mark", "Space", QT_TRANSLATE_NOOP("Keys", "Take along / paper is here"), Scope.HAND_OVER),
    Key("mark_all", "A", QT_TRANSLATE_NOOP("Keys", "Take all of this desk along"), Scope.HAND_OVER),
    Key("fewer", "[", QT_TRANSLATE_NOOP("Keys", "One sheet fewer"), Scope.HAND_OVER),
    Key("more", "]", QT_TRANSLATE_NOOP("Keys", "One sheet more"), Scope.HAND_OVER),
    Key("receiver", "G", QT_TRANSLATE_NOOP("Keys", "Another receiver"), Scope.HAND_OVER),
    Key("missing", "M", QT_TRANSLATE_NOOP("Keys", "Paper is missing"), Scope.HAND_OVER),
    Key("damaged", "D", QT_TRANSLATE_NOOP("Keys", "Paper is damaged"), Scope.HAND_OVER),
    Key("wrong_count", "N", QT_TRANSLATE_NOOP("Keys", "Number of sheets differs"), Scope.HAND_OVER),
    Key("wrong_paper", "W", QT_TRANSLATE_NOOP("Keys", "Wrong paper"), Scope.HAND_OVER),
    Key("take_back", "K", QT_TRANSLATE_NOOP("Keys", "Take papers back"), Scope.HAND_OVER),
    Key("reprint", "P", QT_TRANSLATE_NOOP("Keys", "Print again"), Scope.HAND_OVER),
    Key("tab_send", "1", QT_TRANSLATE_NOOP("Keys", "Send"), Scope.HAND_OVER),
    Key("tab_receive", "2", QT_TRANSLATE_NOOP("Keys", "Receive"), Scope.HAND_OVER),
    Key("tab_follow", "3", QT_TRANSLATE_NOOP("Keys", "Follow up"), Scope.HAND_OVER),
)

_DASHBOARD = (
    *(Key(f"period_{n}", str(n), QT_TRANSLATE_NOOP("Keys", "Period"), Scope.DASHBOARD) for n in range(1, 5)),
    Key("by_department", "D", QT_TRANSLATE_NOOP("Keys", "By department"), Scope.DASHBOARD),
    Key("by_window", "W", QT_TRANSLATE_NOOP("Keys", "By window"), Scope.DASHBOARD),
    Key("dashboard_trace", "T", QT_TRANSLATE_NOOP("Keys", "Explain deadline"), Scope.DASHBOARD),
    Key("open_case", "Return", QT_TRANSLATE_NOOP("Keys", "Open case"), Scope.DASHBOARD, by_focus=True),
)

_ADMIN = (
    Key("admin_rows", "Up", QT_TRANSLATE_NOOP("Keys", "Change row"), Scope.ADMIN, by_focus=True),
    Key("admin_enter", "Return", QT_TRANSLATE_NOOP("Keys", "Open"), Scope.ADMIN, by_focus=True),
    Key("admin_toggle", "Space", QT_TRANSLATE_NOOP("Keys", "Take or leave out"), Scope.ADMIN),
    *(Key(f"admin_tab_{n}", str(n), QT_TRANSLATE_NOOP("Keys", "Change tab"), Scope.ADMIN) for n in range(1, 7)),
    Key("admin_new", "Ctrl+N", QT_TRANSLATE_NOOP("Keys", "New"), Scope.ADMIN),
    Key("admin_remove", "Ctrl+Del", QT_TRANSLATE_NOOP("Keys", "Remove"), Scope.ADMIN),
    Key("admin_undo", "Ctrl+U", QT_TRANSLATE_NOOP("Keys", "Undo what was changed"), Scope.ADMIN),
    Key("admin_up", "Ctrl+Up", QT_TRANSLATE_NOOP("Keys", "Further up"), Scope.ADMIN),
    Key("admin_down", "Ctrl+Down", QT_TRANSLATE_NOOP("Keys", "Further down"), Scope.ADMIN),
    Key("admin_material", "Ctrl+M", QT_TRANSLATE_NOOP("Keys", "Add material"), Scope.ADMIN),
    Key("admin_question", "Ctrl+G", QT_TRANSLATE_NOOP("Keys", "Add question"), Scope.ADMIN),
    Key("admin_password", "Ctrl+K", QT_TRANSLATE_NOOP("Keys", "New password or token"), Scope.ADMIN),
    Key("admin_disable", "Ctrl+D", QT_TRANSLATE_NOOP("Keys", "Disable or enable"), Scope.ADMIN),
    Key("admin_copy", "Ctrl+Shift+C", QT_TRANSLATE_NOOP("Keys", "Copy"), Scope.ADMIN),
    Key("admin_sample", "Ctrl+O", QT_TRANSLATE_NOOP("Keys", "Sample picture"), Scope.ADMIN),
    Key("admin_no_sample", "Ctrl+L", QT_TRANSLATE_NOOP("Keys", "No sample picture"), Scope.ADMIN),
    Key("admin_hours", "Ctrl+H", QT_TRANSLATE_NOOP("Keys", "Working hours"), Scope.ADMIN),
)

_DEVICES = (
    Key("device_rows", "Up", QT_TRANSLATE_NOOP("Keys", "Change device"), Scope.DEVICES, by_focus=True),
    Key("self_test", "J", QT_TRANSLATE_NOOP("Keys", "Self-test"), Scope.DEVICES),
    Key("look_for", "N", QT_TRANSLATE_NOOP("Keys", "Look for devices"), Scope.DEVICES),
    Key("retry", "R", QT_TRANSLATE_NOOP("Keys", "Try again"), Scope.DEVICES),
    Key("guide", "G", QT_TRANSLATE_NOOP("Keys", "Guide"), Scope.DEVICES),
    Key("ignore", "Del", QT_TRANSLATE_NOOP("Keys", "Ignore"), Scope.DEVICES),
    Key("change_port", "P", QT_TRANSLATE_NOOP("Keys", "Change port"), Scope.DEVICES),
    Key("set_up", "Return", QT_TRANSLATE_NOOP("Keys", "Set up what was found"), Scope.DEVICES, by_focus=True),
    *(Key(f"choice_{n}", str(n), QT_TRANSLATE_NOOP("Keys", "Answer"), Scope.DEVICES) for n in range(1, 6)),
)

_SYNC = (
    Key("entries", "Up", QT_TRANSLATE_NOOP("Keys", "Change entry"), Scope.SYNC, by_focus=True),
    Key("sides", "Left", QT_TRANSLATE_NOOP("Keys", "Choose side"), Scope.SYNC, by_focus=True),
    Key("take_ours", "1", QT_TRANSLATE_NOOP("Keys", "Take all of this window"), Scope.SYNC),
    Key("take_theirs", "2", QT_TRANSLATE_NOOP("Keys", "Take all of the centre"), Scope.SYNC),
    Key("ask_back_office", "Q", QT_TRANSLATE_NOOP("Keys", "Ask the back office"), Scope.SYNC),
    Key("resend", "R", QT_TRANSLATE_NOOP("Keys", "Send again now"), Scope.SYNC),
)

_MESSAGES = (
    Key("messages", "Up", QT_TRANSLATE_NOOP("Keys", "Change message"), Scope.MESSAGES, by_focus=True),
    Key("resend_message", "R", QT_TRANSLATE_NOOP("Keys", "Send again"), Scope.MESSAGES),
    Key("count_as_sent", "S", QT_TRANSLATE_NOOP("Keys", "Count as sent"), Scope.MESSAGES),
    Key("correct_number", "C", QT_TRANSLATE_NOOP("Keys", "Correct and send"), Scope.MESSAGES),
)

KEYS = (
    *(*_EVERYWHERE, *_SIGN_IN, *_FIND, *_DEVICES, *_SYNC, *_MESSAGES),
    *(*_ITEM, *_MATERIALS, *_REVIEW, *_SLIP),
    *(*_BACK_OFFICE, *_HAND_OUT, *_HAND_OVER, *_DASHBOARD, *_ADMIN),
)


class KeyTable:
    """The keys, found by id or by what was pressed.

    Ids are unique within a scope. Raises ValueError when two keys of one scope share an id, or one sequence would
    mean two things in one scope.
    """

    def __init__(self, keys: tuple[Key, ...] = KEYS) -> None:
        self.keys = keys
        self._by_id: dict[tuple[Scope, str], Key] = {}
        self._by_press: dict[tuple[Scope, QKeyCombination], Key] = {}
        for key in sorted(keys, key=lambda key: key.scope is not Scope.EVERYWHERE):
            self._add(key)

    def key(self, id: str, scope: Scope = Scope.EVERYWHERE) -> Key:
        """The key called `id` in `scope`, or else everywhere. Raises KeyError when there is none."""
        return self._by_id.get((scope, id)) or self._by_id[Scope.EVERYWHERE, id]

    def in_scope(self, scope: Scope) -> tuple[Key, ...]:
        """The keys of one scope in the table's order."""
        return tuple(key for key in self.keys if key.scope is scope)

    def pressed(self, scope: Scope, press: QKeyCombination) -> Key | None:
        """What a press means in `scope`; a page's own key comes before a focus key shown everywhere."""
        return self._by_press.get((scope, press)) or self._by_press.get((Scope.EVERYWHERE, press))

    def _add(self, key: Key) -> None:
        if (key.scope, key.id) in self._by_id:
            raise ValueError(f"two keys are called {key.id} in {key.scope.value}")
        self._by_id[key.scope, key.id] = key
        press: QKeyCombination = QKeySequence(key.sequence)[0]  # type: ignore[index]  # the stubs lack __getitem__
        everywhere = self._by_press.get((Scope.EVERYWHERE, press))
        if (key.scope, press) in self._by_press or (everywhere is not None and not everywhere.by_focus):
            raise ValueError(f"{key.sequence} would mean two things in {key.scope.value}")
        self._by_press[key.scope, press] = key


TABLE = KeyTable()
