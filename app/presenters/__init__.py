"""One Qt-free presenter a page: wishes in, frozen states out."""
