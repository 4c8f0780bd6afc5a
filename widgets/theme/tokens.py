"""The colours of the three themes; no other module in `widgets` names a colour."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. Colours are `#RRGGBB`; `edge_width` is the width of a 1-px edge in px at 100 %.

    ground is consulted, surface is worked on, sunken is read by a chip or disabled. Every ink keeps 4.5:1 (high
    contrast 7:1) on each of the three, and `edge` keeps 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
    """

    name: str
    ground: str
    surface: str
    sunken: str
    line: str
    edge: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    warn_fill: str
    bad: str
    bad_soft: str
    bar: str
    bar2: str
    band1: str
    band2: str
    band3: str
    hatch: str
    edge_width: int = 1

    @property
    def focus_width(self) -> int:
        """Width of the edge of what is focused or wrong; it lies inside the widget's size."""
        return self.edge_width + 1


LIGHT = Tokens(
    name="light",
    ground="#F3F4F6",
    surface="#FFFFFF",
    sunken="#E9EBEF",
    line="#DFE2E7",
    edge="#838B97",
    ink="#15181D",
    ink2="#454D58",
    ink3="#5F6874",
    accent="#0B5CAD",
    on_accent="#FFFFFF",
    accent_soft="#E7F0FA",
    ok="#146C43",
    ok_soft="#E2F3E9",
    warn="#7C4A00",
    warn_soft="#FDF0CF",
    warn_fill="#C77700",
    bad="#B3261E",
    bad_soft="#FDE8E6",
    bar="#9AA3AF",
    bar2="#C9CED6",
    band1="#D9DDE3",
    band2="#E6E9ED",
    band3="#F0F2F5",
    hatch="#C3C9D1",
)

DARK = Tokens(
    name="dark",
    ground="#13161A",
    surface="#1B1F25",
    sunken="#272C34",
    line="#2E343D",
    edge="#76808D",
    ink="#ECEEF1",
    ink2="#BAC1CB",
    ink3="#98A1AD",
    accent="#78B4F4",
    on_accent="#0B1622",
    accent_soft="#1B2D43",
    ok="#77D19D",
    ok_soft="#18332A",
    warn="#F0C264",
    warn_soft="#3A2F15",
    warn_fill="#F0C264",
    bad="#FF958C",
    bad_soft="#45211F",
    bar="#7C8692",
    bar2="#4A525D",
    band1="#3A414B",
    band2="#2F353E",
    band3="#262B32",
    hatch="#4A525D",
)

HIGH_CONTRAST = Tokens(
    name="high_contrast",
    ground="#FFFFFF",
    surface="#FFFFFF",
    sunken="#EDEDED",
    line="#6B6B6B",
    edge="#000000",
    ink="#000000",
    ink2="#000000",
    ink3="#2B2B2B",
    accent="#003A8C",
    on_accent="#FFFFFF",
    accent_soft="#DCE9FF",
    ok="#0A4F2E",
    ok_soft="#E3F5EA",
    warn="#5A3300",
    warn_soft="#FFF1CC",
    warn_fill="#8F5200",
    bad="#8C0F0F",
    bad_soft="#FFE3E1",
    bar="#4D4D4D",
    bar2="#8A8A8A",
    band1="#BDBDBD",
    band2="#D6D6D6",
    band3="#EBEBEB",
    hatch="#4D4D4D",
    edge_width=2,
)

THEMES = {tokens.name: tokens for tokens in (LIGHT, DARK, HIGH_CONTRAST)}
