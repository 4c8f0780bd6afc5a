"""Every widget and page in every state, drawn to pictures: `python -m widgets.gallery --out build/gallery`."""
