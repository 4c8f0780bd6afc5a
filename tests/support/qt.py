"""Qt for tests without a display; import it before anything of Qt."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
