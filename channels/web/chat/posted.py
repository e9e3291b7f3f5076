"""What comes in with a form of the chat."""

import hashlib
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from channels.conversations.schemas import PostMessage
from channels.conversations.text import LONGEST_CHOICE, LONGEST_TEXT, clean, is_visible
from channels.web.chat.passes import FIELD, Pass

_LONGEST_KEY = 60


@dataclass(frozen=True)
class Posted:
    """A form as somebody sent it; `choice` is the button that was pressed, if it was one of the offered."""

    text: str
    choice: str
    key: str
    gemeente: str
    language: str
    message_id: str
    answer: str
    reason: str
    comment: str
    email: str
    carried: Pass | None

    @property
    def told_why(self) -> bool:
        """Whether this is the second form about an answer, where one may say what was wrong with it."""
        return self.reason != "" or self.comment != "" or self.key == "why"

    @property
    def refusal(self) -> str:
        """The name of the sentence that says why this is no message; empty when it is one."""
        if self.choice:
            return "" if is_visible(self.choice) and len(self.choice) <= LONGEST_CHOICE else "no_choice"
        if not is_visible(self.text):
            return "empty"
        return "too_long" if len(self.text) > LONGEST_TEXT else ""

    @property
    def message(self) -> PostMessage:
        """The message, when there is no refusal."""
        return PostMessage(choice=self.choice) if self.choice else PostMessage(text=self.text)

    @property
    def idempotency_key(self) -> str | None:
        """The same button or text of the same page is the same message; another one of that page is not."""
        if not self.key:
            return None
        said = hashlib.sha256(f"{self.choice}\n{self.text if not self.choice else ''}".encode())
        return f"{self.key}-{said.hexdigest()[:16]}"


async def read_form(request: Request) -> Posted:
    """Read a form of our own pages.

    Raises:
        HTTPException: it was sent from another website.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(403)
    form = await request.form()
    return Posted(
        # The field of a front page is named as the search names it, for its other button.
        text=clean(_text(form, "text") or _text(form, "q")),
        choice=clean(_text(form, "choice")),
        key=_ascii(_text(form, "key"))[:_LONGEST_KEY],
        gemeente=_text(form, "gemeente"),
        language=_text(form, "language"),
        message_id=_text(form, "message"),
        answer=_text(form, "answer"),
        reason=_text(form, "reason"),
        comment=clean(_text(form, "comment")),
        email=clean(_text(form, "email")),
        carried=Pass.of(request) or Pass.read(form.get(FIELD)),
    )


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _ascii(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isalnum())
