"""A form that came after its session had ended: what was typed in it survives logging in again."""

from collections.abc import Sequence

from fastapi import Request, Response
from starlette.datastructures import FormData

from channels.desk.log_in_page import show_log_in
from channels.desk.pages import page
from kit.settings import Settings

KEPT = "kept_"
"""Stands before the names of the fields that the log-in form carries along."""

_EXPIRED = (
    "Uw sessie is verlopen. Log opnieuw in. Wat u typte, is er nog: "
    "na het inloggen kunt u het alsnog versturen."
)
_NEVER_KEPT = ("csrf_token", "password")
"""What the names of fields begin with that no page may show again."""


def is_ours(request: Request) -> bool:
    """Tell whether a form surely comes from our own page: only then it is kept, and shown again."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def typed_in(form: FormData) -> list[tuple[str, str]]:
    """Return the fields of a form with what was typed, in their order."""
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return [(name, value) for name, value in fields if not name.startswith(_NEVER_KEPT)]


def kept_in(form: FormData) -> list[tuple[str, str]]:
    """Return the fields of the lost form that a log-in form carries."""
    return [
        (name.removeprefix(KEPT), value)
        for name, value in form.multi_items()
        if isinstance(value, str) and name.startswith(KEPT)
    ]


def ask_log_in(request: Request, settings: Settings, kept: Sequence[tuple[str, str]]) -> Response:
    """Show the log-in form in place of the lost one, which it carries along."""
    return show_log_in(request, settings, request.url.path, error=_EXPIRED, kept=kept, status=403)


def ask_again(
    request: Request, action: str, kept: Sequence[tuple[str, str]], csrf_token: str, status: int = 200
) -> Response:
    """Let somebody who is logged in send the lost form after all."""
    context = {"action": action, "kept": kept, "csrf_token": csrf_token}
    return page(request, "lost_form.html", context, status)
