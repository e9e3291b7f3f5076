"""The outbox: what must leave Voordeur is written beside the change that caused it, and delivered later.

``put`` writes an entry in the caller's transaction. A courier (``courier.py``) takes entries that are due and
hands each to the deliverer of its kind: at least once, whatever process dies at whatever moment.
"""

from handoff.outbox.errors import RetryLaterError, UndeliverableError
from handoff.outbox.schemas import Deliverer, Entry
from handoff.outbox.service import put

__all__ = ["Deliverer", "Entry", "RetryLaterError", "UndeliverableError", "put"]
