"""Step 3: the checklist at the left, the camera in the middle, what is still to come at the right."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.intake.materials_state import MaterialRow, MaterialsState
from app.presenters.marks import Mark, Tone
from app.presenters.shell import KeyHint
from devices.scanning.clean import Look
from devices.scanning.watch import Watched
from widgets.keys import Act, Scope
from widgets.kit.camera_view import Corner
from widgets.kit.empty import Empty
from widgets.kit.page_strip import Thumb
from widgets.kit.panes import Pane, Panes
from widgets.kit.picture import Picture
from widgets.kit.plane import Ground, Plane, column
from widgets.kit.row import Group, Row
from widgets.kit.rows import Rows
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed, set_margins
from widgets.parts.camera_column import CameraColumn
from widgets.parts.materials_aside import MaterialsActs, MaterialsAside
from widgets.parts.page_files import PageFileDrop, choose_page_files
from widgets.theme.current import Theme

_MARGIN = 0.12  # of the frame: where the corners begin when no page was found


class MaterialsPage(Themed):
    """What the clerk wishes is a signal; what is so comes through `present` and, for the live picture, `show_frame`.

    Corners leave as four points in pixels of the camera's full frame, or as an empty tuple when they are given up.
    """

    SCOPE = Scope.MATERIALS

    captured = Signal()
    material_chosen = Signal(str)
    paper_taken = Signal(object)  # sets taken, or None for as many as asked for
    missing_marked = Signal()
    page_chosen = Signal(int)
    page_deleted = Signal()
    page_moved = Signal(int)
    page_turned = Signal(int)
    look_chosen = Signal(Look)
    auto_toggled = Signal()
    corners_dragged = Signal(tuple)
    files_dropped = Signal(tuple)
    sample_toggled = Signal()
    merge_requested = Signal()
    card_toggled = Signal()
    desk_learning_requested = Signal()
    feed_requested = Signal()
    proceed_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        PageFileDrop(self, wanted=self._wants_pages, dropped=self.files_dropped.emit)
        self._state = MaterialsState()
        self._scale = 1.0
        self._in_hand: tuple[Corner, ...] = ()  # corners set by hand, full-frame pixels
        self._pictures: dict[bytes, QImage] = {}
        self._list = _Checklist()
        self._work = CameraColumn()
        self._sample = Picture(self.tr("Sample"))
        self._aside = MaterialsAside()
        self._acts = MaterialsActs()
        self._build()
        self._connect()
        self._show(self._state)

    def present(self, state: MaterialsState) -> None:
        """Show `state`; costs nothing when it is shown already."""
        if state == self._state:
            return
        before, here = self._state, (state.place, state.current)
        if state.busy or here != (before.place, before.current) or not state.camera:
            self._in_hand = ()
        self._state = state
        self._show(state)

    def show_frame(self, watched: Watched | None, status: str, good: bool) -> None:
        """The live picture with its page, or none; `status` is said on it, with a green dot when `good`."""
        camera = self._work.camera
        if watched is None:
            camera.show_frame(None)
            camera.present(status=status)
            return
        self._scale = watched.scale
        corners: tuple[Corner, ...] = watched.corners or ()
        if self._in_hand:
            corners = tuple((x * self._scale, y * self._scale) for x, y in self._in_hand)
            status = self.tr("Tab and arrow keys move the corners, C lets go")
        camera.show_frame(watched.frame)
        beside = watched.second if watched.second and not self._in_hand and self._state.card_side is None else ()
        camera.present(corners=corners, beside=beside, status=status, ready=good, adjustable=True)

    def keys(self) -> tuple[KeyHint, ...]:
        """This page's keys for the key bar."""
        if self._state.sample is not None:
            put_away = KeyHint("sample", self.tr("Back to the camera"))
            return (put_away, *(KeyHint(name) for name in ("paper_only", "missing", "act", "help")))
        capture = KeyHint("capture") if self._state.camera else KeyHint("import_file")
        feed = (KeyHint("feed"),) if self._state.feeder else ()
        sample = ("sample",) if self._state.has_sample else ()
        names = (*sample, "paper_only", "missing", "corners", "rotate", "card_sides", "act", "aside", "help")
        return (capture, *feed, *(KeyHint(name) for name in names))

    def acts(self) -> Mapping[str, Act]:
        """What each key does here, by key id; to be bound in its scope.

        Nothing is taken or turned by what is not to be seen: while the sample stands in its place, its keys rest.
        """
        unseen: dict[str, Callable[[], None]] = {
            "capture": self._capture,
            "rotate": lambda: self.page_turned.emit(1),
            "corners": self.adjust_corners,
            "auto": self.auto_toggled.emit,
            "card_sides": self._toggle_card,
            "merge": self._merge,
            "learn_desk": self._learn_desk,
            "feed": self._feed,
            "import_file": self.import_files,
        }
        return {
            **{key: partial(self._unless_sample, act) for key, act in unseen.items()},
            "paper_only": self._take_paper,
            "missing": self._mark_missing,
            "sample": self.sample_toggled.emit,
            "act": self.proceed_requested.emit,
        }

    def focus_first(self) -> None:
        """The checklist, so that arrows, digits and letters act at once."""
        self._list.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def adjust_corners(self) -> None:
        """C: take the corners in hand, those found or else a frame of their own; again lets go of them."""
        camera = self._work.camera
        if self._in_hand:
            self._in_hand = ()
            self.corners_dragged.emit(())
            self.focus_first()
        elif self._state.camera and self._state.takes_pages and camera.shows_picture:
            self._drag(list(camera.corners) or camera.inset(_MARGIN))
            camera.setFocus(Qt.FocusReason.TabFocusReason)

    def import_files(self) -> None:
        """Ctrl+O: choose pictures or PDF files instead of the camera."""
        if names := choose_page_files(self):
            self.files_dropped.emit(names)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of pages and sets act while the checklist has the focus, which would search by them instead."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return (self._state.sample is None and self._page_key(event)) or self._digit(event)
        return False

    def _build(self) -> None:
        main, aside = Pane(hairline=True, side=24), Pane(Ground.GROUND, hairline=True, side=24)
        main.body.addWidget(self._work, 1)
        main.body.addWidget(self._sample, 1)
        aside.body.addWidget(self._aside, 1)
        aside.foot.addWidget(self._acts)
        aside.show_foot()
        panes = Panes(main, aside, aside_width=304, leading=self._list, leading_width=376)
        column(self).addWidget(panes)
        panes.tab_through(self._list.rows, self._work, self._acts)

    def _connect(self) -> None:
        work, acts = self._work, self._acts
        self._list.rows.installEventFilter(self)
        self._list.rows.row_chosen.connect(self.material_chosen)
        work.look.chosen.connect(lambda id: self.look_chosen.emit(Look(id)))
        work.auto.clicked.connect(self.auto_toggled)
        work.rotate.clicked.connect(lambda: self.page_turned.emit(1))
        work.corners.clicked.connect(self.adjust_corners)
        work.card.clicked.connect(self._toggle_card)
        work.learn.clicked.connect(self._learn_desk)
        work.feed.clicked.connect(self._feed)
        work.note_acted.connect(self._note_acted)
        work.take.clicked.connect(self._take)
        work.camera.corners_dragged.connect(self._drag)
        work.strip.page_chosen.connect(self.page_chosen)
        work.strip.page_moved.connect(lambda start, end: self.page_moved.emit(end - start))
        work.strip.removal_requested.connect(lambda _: self.page_deleted.emit())
        work.strip.capture_requested.connect(self._capture)
        acts.missing.clicked.connect(self._mark_missing)
        acts.proceed.clicked.connect(self.proceed_requested)

    def _show(self, state: MaterialsState) -> None:
        self._list.present(state)
        self._work.present(state, [self._thumb(page.picture, page.mark, page.word) for page in state.pages])
        self._work.setVisible(state.sample is None)
        self._sample.setVisible(state.sample is not None)
        if state.sample is not None:
            self._sample.present(state.sample.picture, state.sample.words)
        self._aside.present(state)
        self._acts.present(state)
        kept = {page.picture for page in state.pages}
        self._pictures = {data: image for data, image in self._pictures.items() if data in kept}

    def _thumb(self, data: bytes, mark: Mark, word: str) -> Thumb:
        if data not in self._pictures:
            self._pictures[data] = QImage.fromData(data)
        return Thumb(self._pictures[data], mark, word)

    def _drag(self, corners: list[Corner]) -> None:
        self._in_hand = tuple((x / self._scale, y / self._scale) for x, y in corners)
        self.corners_dragged.emit(self._in_hand)

    def _wants_pages(self) -> bool:
        return self._state.takes_pages and self._state.sample is None

    def _unless_sample(self, act: Callable[[], None]) -> None:
        if self._state.sample is None:
            act()

    def _take(self) -> None:
        if self._state.camera:
            self._capture()
        else:
            self._take_paper()

    def _capture(self) -> None:
        if self._work.can_capture(self._state):
            self.captured.emit()

    def _toggle_card(self) -> None:
        if self._work.can_capture(self._state):
            self.card_toggled.emit()

    def _merge(self) -> None:
        if self._state.can_merge and not self._state.busy:
            self.merge_requested.emit()

    def _feed(self) -> None:
        if self._state.feeder and self._state.takes_pages and not self._state.busy:
            self.feed_requested.emit()

    def _learn_desk(self) -> None:
        if self._state.camera and not self._state.busy:
            self.desk_learning_requested.emit()

    def _note_acted(self, note: str) -> None:
        if note == "merge":
            self._merge()
        else:
            self._toggle_card()

    def _take_paper(self) -> None:
        if self._state.takes_pages:
            self.paper_taken.emit(None)

    def _mark_missing(self) -> None:
        if self._state.takes_pages:
            self.missing_marked.emit()

    def _page_key(self, event: QKeyEvent) -> bool:
        """← → choose a page, with Ctrl they move it, Del takes it out."""
        pages = self._state.pages
        here = next((place for place, page in enumerate(pages) if page.current), -1)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and pages:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.page_moved.emit(step)
            elif 0 <= here + step < len(pages):
                self.page_chosen.emit(here + step)
            return True
        if event.key() == Qt.Key.Key_Delete and pages:
            self.page_deleted.emit()
            return True
        return False

    def _digit(self, event: QKeyEvent) -> bool:
        """A digit counts the sets of a material whose paper is taken; other letters never search the list."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.text().isdigit() and self._state.count:
            self.paper_taken.emit(int(event.text()))
        return plain and len(event.text()) == 1 and event.text().isprintable()


class _Checklist(Plane):
    """The materials in their groups."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = Rows(self.tr("Materials"), inset=32)
        self._taken = Text("", Role.BODY, Tone.INK2)
        self._empty = Empty(self.tr("This item asks for nothing. "), self.tr("Go on to the review"), "Ctrl+Enter")
        self._head, self._none = QHBoxLayout(), QHBoxLayout()
        self._head.addWidget(Text(self.tr("Materials"), Role.TITLE))
        self._head.addStretch(1)
        self._head.addWidget(self._taken, 0, Qt.AlignmentFlag.AlignBottom)
        self._none.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        self._stack = column(self)
        self._stack.addLayout(self._head)
        self._stack.addWidget(self.rows, 1)
        self._stack.addLayout(self._none)
        self.arrange(self.theme)

    def present(self, state: MaterialsState) -> None:
        entries: list[Row | Group] = []
        for group in state.groups:
            entries.append(Group(group.title, group.count))
            entries += [_row(row) for row in group.rows]
        self.rows.present(entries, state.current)
        self.rows.setVisible(bool(entries))
        self._empty.setVisible(not entries)
        self._stack.setStretch(2, 0 if entries else 1)
        self._taken.say(state.taken)

    def arrange(self, theme: Theme) -> None:
        below = 8 if not theme.compact else 4
        set_margins(self._head, theme, 32, theme.measures.page_top, 32, below, 16)
        self._taken.setContentsMargins(0, 0, 0, theme.px(3))  # on the title's baseline
        set_margins(self._none, theme, 32, 8, 32, 8, 0)


def _row(row: MaterialRow) -> Row:
    return Row(
        row.code,
        row.name,
        row.mark,
        second=row.second,
        right=row.count,
        right_tone=Tone.INK,
        right_second=row.word,
        right_second_tone=row.tone,
    )
