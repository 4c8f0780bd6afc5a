"""A sentence of `Wording` as a banner in the place where it happened."""

from app.presenters.shell import BannerState, Severity


def trouble_banner(sentence: str) -> BannerState | None:
    """What happened stands before the first full stop, what to do behind it. None for an empty sentence."""
    happened, _, cure = sentence.partition("。")
    return BannerState("trouble", happened, cure, Severity.BAD) if sentence else None
