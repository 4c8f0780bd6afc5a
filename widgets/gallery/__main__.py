"""`python -m widgets.gallery`."""

import sys

from widgets.gallery.draw import main

sys.exit(main())
