"""The last step of every way in: a new session, and on to the page that was wanted."""

import re
from collections.abc import Sequence

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import half_way, sessions
from channels.desk.cookies import set_cookie, take_cookie
from channels.desk.devices import device
from channels.desk.guard import COOKIE
from channels.desk.log_in_page import FORM_COOKIE
from channels.desk.lost_form import ask_again
from channels.desk.models import DeskUser
from channels.desk.pages import LOG_IN, go_to
from kit.settings import Settings

# A page of the desk and nothing else: this comes from the address bar.
_OWN_PAGE = re.compile(r"/desk/[A-Za-z0-9/-]{1,200}")


async def begin_session(
    session: AsyncSession, request: Request, user: DeskUser, id_token: str | None = None
) -> tuple[str, str]:
    """Begin a session in place of one that the browser may already have; return its tokens."""
    await sessions.close_session(session, request.cookies.get(COOKIE, ""))
    seen_on = device(request.headers.get("User-Agent", ""))
    settings = request.app.state.services.settings
    return await sessions.open_session(session, settings, user, device=seen_on, id_token=id_token)


def go_on(
    request: Request,
    settings: Settings,
    tokens: tuple[str, str],
    after: str,
    kept: Sequence[tuple[str, str]] = (),
) -> Response:
    """Go to the page that was wanted, or to the form that was lost."""
    token, csrf_token = tokens
    path = own_page(after)
    response = ask_again(request, path, kept, csrf_token) if kept else go_to(path)
    take_cookie(response, FORM_COOKIE, LOG_IN)
    half_way.forget(response)
    set_cookie(response, settings, COOKIE, token, "/desk")
    return response


def own_page(path: str) -> str:
    """Return a page of the desk; any other address becomes the first page."""
    return path if _OWN_PAGE.fullmatch(path) and path != LOG_IN else "/desk"
