"""How good and how fast the search is: ``python -m benchmarks.search``."""
