"""The devices of a window and how they fare. Knows nothing of cases.

From the ground up: what a device is (`ports`, `errors`), how bytes travel (`wires`), one folder a family with its pure
codec and its driver, the `bay` it stands in, the `catalogue` that makes it from a setting; above them what looks for
devices, checks and calibrates them, and the `simulators`.
"""

import os

# Media Foundation takes up to 12 s to open a camera at 4K with this on (opencv 17687). Read when cv2 is imported, so
# it is set here, before any module of this package can do that.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
