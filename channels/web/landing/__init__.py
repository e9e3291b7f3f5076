"""The front pages: one for the region, and one for each of its gemeenten."""
