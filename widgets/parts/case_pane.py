"""One case in the middle of the page: head, tabs, what the tab shows, and the acts."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.presenters.cases.state import CaseState, CaseTab
from widgets.kit.note import Notes
from widgets.kit.panes import Pane
from widgets.kit.plane import Scrolling, column
from widgets.kit.row import Row
from widgets.kit.rows import Rows
from widgets.kit.slip_preview import SlipPreview
from widgets.kit.tabs import Tab, Tabs
from widgets.kit.text import Role, Text
from widgets.kit.themed import Themed
from widgets.parts.act_line import ActLine
from widgets.parts.case_head import CaseHead
from widgets.parts.case_pages import CasePages
from widgets.parts.warning import Warning
from widgets.theme.current import Breadth, Theme

_PAPER = {576: 80, 384: 58}


class CasePane(Pane):
    """`page_chosen` and `document_chosen` count from 0; `acted` names an act or a way on."""

    tab_chosen = Signal(str)
    page_chosen = Signal(int)
    document_chosen = Signal(int)
    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(hairline=True, side=24, parent=parent)
        self._case: CaseState | None = None
        self._working = False
        self._opening = Text("", Role.BODY, wrap=True)
        self._head, self.tabs, self.pages = CaseHead(), Tabs(self.tr("Parts of the case")), CasePages()
        self._trouble, self._ways, self._acts = Warning(), ActLine(), ActLine()
        self.documents = Documents()
        self._dealings = Notes(self.tr("Dealings"), plain=True)
        self._stack = QStackedWidget()
        self._whole = QWidget()
        self._column = column(self._whole)
        self._fill()
        self.tabs.chosen.connect(self.tab_chosen)
        self.pages.page_chosen.connect(self.page_chosen)
        self.documents.chosen.connect(self.document_chosen)
        self._acts.acted.connect(self.acted)
        self._ways.acted.connect(self.acted)
        self.arrange(self.theme)

    def present(self, case: CaseState | None, opening: str, *, working: bool) -> None:
        """Show the case, or why there is none. While something is being done with it no other act is offered."""
        self._opening.say(opening)
        self._opening.setVisible(case is None)
        self._whole.setVisible(case is not None)
        self._working = working
        self._give_room(case)
        if case is None or case == self._case:
            self._case = case
            return
        self._case = case
        self._head.present(case)
        self._trouble.present(case.trouble)
        self._ways.present(case.ways_on)
        self._ways.setVisible(bool(case.ways_on))
        self.tabs.present(self._tab_words(case), case.tab.value, self._hint(case))
        self._stack.setCurrentIndex(list(CaseTab).index(case.tab))
        self.pages.present(case.pages, case.page, case.picture, case.page_note)
        self.documents.present(case)
        self._dealings.present([(each.mark, each.what, each.detail) for each in case.dealings])
        self._acts.present(case.acts, case.note, case.note_mark)

    def arrange(self, theme: Theme) -> None:
        super().arrange(theme)
        if hasattr(self, "_column"):
            self._column.setSpacing(theme.px(8 if theme.compact else 12))
            self._give_room(self._case)

    def _fill(self) -> None:
        holder = QWidget()
        lines = column(holder)
        lines.addWidget(self._dealings)
        lines.addStretch(1)
        for part in (self.pages, self.documents, Scrolling(holder)):
            self._stack.addWidget(part)
        for widget in (self._head, self._trouble, self._ways, self.tabs):
            self._column.addWidget(widget)
        self._column.addWidget(self._stack, 1)
        self.body.addWidget(self._opening)
        self.body.addWidget(self._whole, 1)
        self.body.addStretch(0)
        self.foot.addWidget(self._acts)

    def _give_room(self, case: CaseState | None) -> None:
        """Where the aside is folded below, what is being done takes the room of the pages and of the acts."""
        below = self._working and self.theme.breadth is Breadth.SLIM
        acts = case is not None and bool(case.acts) and not self._working
        for part in (self.tabs, self._stack):
            part.setVisible(not below)
        self.let_guest_stretch(below)
        self._acts.setVisible(acts)
        self.show_foot(acts or below)

    def _tab_words(self, case: CaseState) -> list[Tab]:
        return [
            Tab("materials", self.tr("Materials"), self.tr("%n page(s)", "", len(case.pages))),
            Tab("documents", self.tr("Documents"), str(len(case.documents))),
            Tab("dealings", self.tr("Dealings"), str(len(case.dealings))),
        ]

    def _hint(self, case: CaseState) -> str:
        match case.tab:
            case CaseTab.MATERIALS:
                return self.tr("PgDn next page  Z zoom") if case.pages else ""
            case CaseTab.DOCUMENTS:
                return self.tr("Ctrl+P print again  Del void") if case.documents else ""
            case CaseTab.DEALINGS:
                return ""


class Documents(Themed):
    """The documents given out, and the current one as it was printed."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = Rows(self.tr("Documents of this case"))
        self._note = Text("", Role.LABEL, wrap=True)
        self._preview = SlipPreview(self.tr("Document"))
        self._column = column(self)
        self._column.addWidget(self.rows)
        self._column.addWidget(self._note)
        self._column.addWidget(self._preview, 1)
        self.rows.row_chosen.connect(lambda id: self.chosen.emit(int(id)))
        self._count = 0
        self.arrange(self.theme)

    def present(self, case: CaseState) -> None:
        rows = [
            Row(str(place), document.title, document.mark, second=document.second, right=document.word)
            for place, document in enumerate(case.documents)
        ]
        self._count = len(rows)
        self.rows.present(rows, str(case.document))
        self._note.say(case.document_note)
        self._note.setVisible(bool(case.document_note))
        title = case.documents[case.document].title if case.document < len(case.documents) else ""
        paper = _PAPER.get(case.raster.width, 80) if case.raster else 80
        self._preview.present(case.raster, paper=paper, description=title)
        self.arrange(self.theme)

    def arrange(self, theme: Theme) -> None:
        self.rows.setFixedHeight(min(max(1, self._count), 4) * theme.px(theme.measures.row))
        self._column.setSpacing(theme.px(8))
