"""The knowledge store: the content that editors own, its import and export, and the search over it."""
