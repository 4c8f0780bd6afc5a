"""The live picture of step 3, how it is taken, and the pages taken so far."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.presenters.intake.materials_state import CardSide, MaterialsState
from app.presenters.marks import Tone
from app.presenters.shell import BannerState, Severity
from devices.scanning.clean import Look
from widgets.kit.banner import Banner
from widgets.kit.button import Button, Kind
from widgets.kit.camera_view import CameraView
from widgets.kit.mark_view import MarkView
from widgets.kit.page_strip import PageStrip, Thumb
from widgets.kit.plane import column
from widgets.kit.segmented import Option, Segmented
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.parts.trouble import trouble_banner
from widgets.theme.current import Breadth, Theme

_UNBOUND = 16_777_215  # Qt's QWIDGETSIZE_MAX


class CameraColumn(Themed):
    """The live picture, how it is taken, and the pages taken so far."""

    note_acted = Signal(str)  # "merge" or "card": what the banner's note offers

    def __init__(self) -> None:
        super().__init__()
        self._title = MarkView(units=18)
        self.learn = Button(self.tr("Learn the empty desk"), Kind.TEXT, key="E")
        self.feed = Button(self.tr("Scan"), Kind.TEXT, key="S")
        self.auto = Button("", Kind.TEXT, key="A")
        self._banner = Banner()
        self._banner.action_requested.connect(self.note_acted)
        self.camera = CameraView(self.tr("Document camera"))
        looks = [
            Option(Look.COLOUR.value, self.tr("Colour")),
            Option(Look.GREY.value, self.tr("Grey")),
            Option(Look.BLACK_WHITE.value, self.tr("Black and white")),
        ]
        self.look = Segmented(self.tr("How pages are kept"), looks)
        self.rotate = Button(self.tr("Rotate"), key="R", icon="rotate")
        self.corners = Button(self.tr("Corners"), key="C", icon="corners")
        self.card = Button(self.tr("Card, both sides"), key="D")
        self.take = Button("", Kind.MAIN)
        self._pages, self._paper = Text("", Role.SECTION), Text("", Role.LABEL)
        self._hint = Text(self.tr("Ctrl+← → reorder   Del remove"), Role.LABEL)
        self.strip = PageStrip(self.tr("Pages of this material"))
        self._build()
        self.arrange(self.theme)

    def present(self, state: MaterialsState, thumbs: list[Thumb]) -> None:
        self._title.present(None, state.title, Tone.INK, bold=True)
        self.auto.present(self.tr("Auto capture on") if state.auto else self.tr("Auto capture off"))
        self.auto.setVisible(state.camera)
        self.feed.present(self.tr("Scan"), enabled=state.takes_pages and not state.busy)
        self.feed.setVisible(state.feeder)
        self.learn.present(self.tr("Learn the empty desk"), enabled=not state.busy)
        self.learn.setVisible(state.camera and self.theme.breadth is not Breadth.SLIM)
        self._banner.present(trouble_banner(state.trouble) or self._note(state))
        if not state.camera:
            self.camera.present(status=self.tr("No document camera: take the paper, or import files"))
        self.look.present(state.look.value, enabled=state.takes_pages)
        self.rotate.present(self.tr("Rotate"), enabled=bool(state.pages) and not state.busy)
        self.corners.present(self.tr("Corners"), enabled=state.camera and state.takes_pages)
        card = self.tr("Leave the card") if state.card_side else self.tr("Card, both sides")
        self.card.present(card, enabled=self.can_capture(state))
        self._present_take(state)
        self._pages.say(self.tr("%n page(s) of this material", "", len(state.pages)) if state.takes_pages else "")
        self._paper.say(self.tr("%n set(s) on paper, type the number", "", state.count) if state.count else "")
        self._hint.setVisible(bool(state.pages) and self.theme.breadth is not Breadth.SLIM)
        current = next((place for place, page in enumerate(state.pages) if page.current), -1)
        self.strip.present(thumbs, current, capture_key="F6" if self.can_capture(state) else "")

    def can_capture(self, state: MaterialsState) -> bool:
        return state.camera and state.takes_pages and not state.busy

    def arrange(self, theme: Theme) -> None:
        slim = theme.breadth is Breadth.SLIM
        self.take.setMinimumWidth(theme.px(176 if theme.breadth is Breadth.WIDE else 112))
        self.rotate.show_key(not slim, "R")
        self.corners.show_key(not slim, "C")
        self.card.show_key(not slim, "D")
        tight = theme.compact
        self._column.setSpacing(theme.px(8 if tight else 12))
        self._controls.setSpacing(theme.px(8))
        self._caption.setSpacing(theme.px(16))
        self._caption.setContentsMargins(0, theme.px(0 if tight else 4), 0, 0)
        self.camera.setMinimumHeight(theme.px(200))
        # Where the aside follows below, the picture leaves room for what is done with it.
        self.camera.setMaximumHeight(theme.px(216) if slim else _UNBOUND)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.feed)
        head.addWidget(self.learn)
        head.addWidget(self.auto)
        self._controls = QHBoxLayout()
        for widget in (self.look, self.corners, self.card):
            self._controls.addWidget(widget)
        self._controls.addStretch(1)
        self._controls.addWidget(self.take)
        self._caption = QHBoxLayout()
        self._caption.addWidget(self._pages)
        self._caption.addWidget(self._paper)
        self._caption.addStretch(1)
        self._caption.addWidget(self.rotate)
        self._caption.addWidget(self._hint)
        self._column = column(self)
        self._column.addLayout(head)
        self._column.addWidget(self._banner)
        self._column.addWidget(self.camera, 1)
        self._column.addLayout(self._controls)
        self._column.addLayout(self._caption)
        self._column.addWidget(self.strip)

    def _note(self, state: MaterialsState) -> BannerState | None:
        """What was done unasked, with the key that undoes it; or what comes next."""
        happened, _, cure = state.note.partition("。")
        if not state.note:
            return None
        if state.can_merge:
            return BannerState("merge", happened, cure, Severity.NEUTRAL, self.tr("Make one page"), "M")
        if state.card_side:
            return BannerState("card", happened, cure, Severity.NEUTRAL, self.tr("Leave the card"), "D")
        return BannerState("note", happened, cure, Severity.NEUTRAL)

    def _present_take(self, state: MaterialsState) -> None:
        """The filled button is what is expected next: a page, the paper where there is no camera, else going on."""
        kind = Kind.OUTLINED if state.complete else Kind.MAIN
        if not state.takes_pages:
            self.take.present(self.tr("Nothing to hand in"), kind=kind, key="", enabled=False)
        elif state.busy:
            self.take.present(state.busy, kind=kind, key="", enabled=False)
        elif state.card_side is CardSide.FRONT:
            self.take.present(self.tr("Capture the front"), kind=kind, key="F6")
        elif state.card_side is CardSide.BACK:
            self.take.present(self.tr("Capture the back"), kind=kind, key="F6")
        elif state.camera:
            self.take.present(self.tr("Capture a page"), kind=kind, key="F6")
        else:
            self.take.present(self.tr("Take the paper"), kind=kind, key=self.tr("Space"))
