"""Card readers, page sources and printers: codecs, drivers, simulators. Knows nothing of cases."""

import os

# Media Foundation takes up to 12 s to open a camera at 4K with this on (opencv 17687). Read when cv2 is imported, so
# it is set here, before any module of this package can do that.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
