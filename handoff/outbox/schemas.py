"""What a deliverer gets to see."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One entry under delivery; ``attempt`` counts from 1, the key is the same at every attempt."""

    id: int
    kind: str
    key: str
    payload: dict[str, Any]
    attempt: int
    created_at: datetime
    lease: str


type Deliverer = Callable[[Entry], Awaitable[None]]
"""Delivers one entry, or raises RetryLaterError or UndeliverableError; any other error is tried again too."""
