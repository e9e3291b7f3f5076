"""The public article pages: /kennis."""
