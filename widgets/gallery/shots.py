"""What the gallery draws. A page joins by one line in PAGES: its name, and a function that builds it."""

from widgets.gallery.administration import PAGES as ADMINISTRATION_PAGES
from widgets.gallery.cases import PAGES as CASES_PAGES
from widgets.gallery.dashboard import PAGES as DASHBOARD_PAGES
from widgets.gallery.desk import PAGES as DESK_PAGES
from widgets.gallery.devices import PAGES as DEVICE_PAGES
from widgets.gallery.entry import PAGES as ENTRY_PAGES
from widgets.gallery.figures import figure_parts
from widgets.gallery.frame import shell_with_a_ticket, shell_with_keys, shell_with_trouble
from widgets.gallery.hand_out import PAGES as HAND_OUT_PAGES
from widgets.gallery.hand_over import PAGES as HAND_OVER_PAGES
from widgets.gallery.materials import PAGES as MATERIALS_PAGES
from widgets.gallery.messages import PAGES as MESSAGE_PAGES
from widgets.gallery.parts import entry_parts, list_parts, picture_parts
from widgets.gallery.signature import signature_parts
from widgets.gallery.trace import trace_parts

PARTS = [
    ("parts-entry", entry_parts),
    ("parts-lists", list_parts),
    ("parts-pictures", picture_parts),
    ("parts-signature", signature_parts),
    ("parts-trace", trace_parts),
    ("parts-figures", figure_parts),
]

PAGES = [
    ("shell", shell_with_a_ticket),
    ("shell-trouble", shell_with_trouble),
    ("shell-keys", shell_with_keys),
    *ENTRY_PAGES,
    *MATERIALS_PAGES,
    *DESK_PAGES,
    *DEVICE_PAGES,
    *CASES_PAGES,
    *HAND_OUT_PAGES,
    *HAND_OVER_PAGES,
    *MESSAGE_PAGES,
    *DASHBOARD_PAGES,
    *ADMINISTRATION_PAGES,
]
