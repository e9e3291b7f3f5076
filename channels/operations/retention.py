"""How long the traces of what came in and left are remembered."""

from datetime import timedelta

KEPT = timedelta(days=90)
"""So long nothing can leave or come in twice."""
