"""The pass of a conversation: its id and token, in a strict cookie or, where cookies are refused, in forms.

It never stands in an address: addresses end up in histories, logs and the hands of others.
"""

import re
from dataclasses import dataclass
from typing import Self

from fastapi import Request, Response

from kit.settings import Settings

COOKIE = "voordeur_chat"
FIELD = "pass"
PATH = "/chat"
_FORM = re.compile(r"([A-Za-z0-9_-]{16,64})\.([A-Za-z0-9_-]{16,64})")


@dataclass(frozen=True)
class Pass:
    """What opens one conversation; `kept` when the browser keeps it in the cookie."""

    conversation_id: str
    token: str
    kept: bool = False

    @classmethod
    def read(cls, text: object, *, kept: bool = False) -> Self | None:
        """Read a pass as it was written; nothing when it is something else."""
        found = _FORM.fullmatch(text) if isinstance(text, str) else None
        return cls(found[1], found[2], kept) if found else None

    @classmethod
    def of(cls, request: Request) -> Self | None:
        """Return the pass in the cookie."""
        return cls.read(request.cookies.get(COOKIE), kept=True)

    def __str__(self) -> str:
        """Write it for the cookie or a form."""
        return f"{self.conversation_id}.{self.token}"


def keep(response: Response, settings: Settings, given: Pass) -> None:
    """Ask the browser to keep a pass until it closes: not for scripts, not for requests from elsewhere."""
    response.set_cookie(
        COOKIE, str(given), path=PATH, httponly=True, samesite="strict", secure=settings.secure_cookies
    )


def drop(response: Response, settings: Settings) -> None:
    """Ask the browser to forget the pass."""
    response.delete_cookie(
        COOKIE, path=PATH, httponly=True, samesite="strict", secure=settings.secure_cookies
    )
