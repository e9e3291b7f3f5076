"""The one door of the desk: who comes in, and whether a form is really theirs."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import sessions
from channels.desk.entry import Entry
from channels.desk.errors import (
    DeskError,
    ForbiddenError,
    LogInNeededError,
    LostFormError,
    NotFoundError,
    ReadOnlyError,
    SecondFactorNeededError,
)
from channels.desk.lost_form import ask_again, ask_log_in, is_ours, typed_in
from channels.desk.models import DeskSession
from channels.desk.pages import SECOND_FACTOR
from channels.desk.permissions import Permission
from channels.services import Services, TheServices
from handoff.models import AccountManager
from handoff.people import being_there
from handoff.tickets.standing_in import replaced_by
from kit.settings import Settings

COOKIE = "voordeur_desk"
CSRF_FIELD = "csrf_token"
# A script that looks for news sends this header: somebody who walked away does not stay logged in by it.
BACKGROUND_HEADER = "X-Background"

_READING = {"GET", "HEAD"}
# What everybody may change, also who only reads: one's own way in.
_OWN = ("/desk/account", "/desk/log-out")


async def guard(request: Request, services: TheServices) -> None:
    """Let logged-in users in, and forms only with the token of their session.

    The entry is put on the request, for the routes behind the door.

    Raises:
        LogInNeededError: a page is asked for without a session.
        LostFormError: a form comes from our own page, without a session or with the token of another one.
        ForbiddenError: a form comes from somewhere else.
        SecondFactorNeededError: the region asks for a second factor, which the user has yet to turn on.
        ReadOnlyError: a form comes from somebody who only reads.
    """
    found = await recognise(request, services)
    if found is None:
        raise LogInNeededError if request.method in _READING else await _lost(request, services.settings)
    entry, visit = found
    # Who comes in by the gemeente has the second factor of the gemeente.
    if services.settings.totp_required and not (entry.user.has_second_factor or visit.id_token):
        _require_second_factor(request)
    request.state.entry = entry
    if request.method not in _READING:
        await _check(request, visit.csrf_token)
        if entry.only_reads and not request.url.path.startswith(_OWN):
            raise ReadOnlyError
    await _touch(request, services, visit, entry.manager_id)


async def recognise(request: Request, services: Services) -> tuple[Entry, DeskSession] | None:
    """Return who sends a request, as they are now, with their session; nothing when that has ended.

    A stream asks this again and again while it is open.
    """
    async with services.database.reading() as session:
        found = await sessions.find_session(session, request.cookies.get(COOKIE, ""))
        if found is None:
            return None
        visit, user = found
        manager = await _manager(session, user.account_manager_id)
        away = await replaced_by(session, manager.id) if manager and manager.active else {}
    gemeenten = services.library.areas.aliases(*(manager.gemeenten if manager else ()))
    return Entry(user, manager, visit.csrf_token, gemeenten, frozenset(away)), visit


def _require_second_factor(request: Request) -> None:
    if not request.url.path.startswith((SECOND_FACTOR, "/desk/log-out")):
        raise SecondFactorNeededError


async def _lost(request: Request, settings: Settings) -> DeskError:
    """Keep what somebody typed whose session has ended."""
    kept = typed_in(await request.form()) if is_ours(request) else []
    return LostFormError(ask_log_in(request, settings, kept)) if kept else ForbiddenError()


async def _check(request: Request, csrf_token: str) -> None:
    """Check a form; one of an earlier session of the same browser can be sent again."""
    try:
        await check_form(request, csrf_token)
    except ForbiddenError:
        kept = typed_in(await request.form()) if is_ours(request) else []
        if not kept:
            raise
        page = ask_again(request, request.url.path, kept, csrf_token, 403)
        raise LostFormError(page) from None


async def _touch(request: Request, services: Services, visit: DeskSession, manager_id: str | None) -> None:
    """Keep that somebody is at the desk, but not at every single visit."""
    if BACKGROUND_HEADER not in request.headers and sessions.is_stale(visit):
        async with services.database.transaction() as session:
            await sessions.touch(session, services.settings, visit)
            if manager_id:
                await being_there.seen(session, manager_id)


async def check_form(request: Request, expected: str) -> None:
    """Let a form through that carries the token and was not sent by another site.

    Raises:
        ForbiddenError: it does not, or it was.
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise ForbiddenError
    given = (await request.form()).get(CSRF_FIELD)
    if not expected or not isinstance(given, str):
        raise ForbiddenError
    if not hmac.compare_digest(given.encode(errors="replace"), expected.encode()):
        raise ForbiddenError


@dataclass(frozen=True)
class Visit:
    """One request of a logged-in user, with what answering it takes."""

    request: Request
    services: Services
    entry: Entry


async def _visit(request: Request, services: TheServices) -> Visit:
    return Visit(request, services, request.state.entry)


def needs(reading: Permission, changing: Permission) -> Callable[[Visit], Awaitable[Visit]]:
    """Make a dependency that lets a page be read with one permission, and its forms be sent with another.

    The permissions stand on it, for the role matrix.
    """

    async def permitted(visit: Annotated[Visit, Depends(_visit)]) -> Visit:
        reads = visit.request.method in _READING
        if not visit.entry.may(reading if reads else changing):
            raise NotFoundError
        return visit

    permitted.permissions = (reading, changing)  # type: ignore[attr-defined]
    return permitted


TheVisit = Annotated[Visit, Depends(_visit)]
TicketVisit = Annotated[Visit, Depends(needs(Permission.READ_TICKETS, Permission.WORK_ON_TICKETS))]
CoordinatorVisit = Annotated[Visit, Depends(needs(Permission.READ_SETTINGS, Permission.COORDINATE))]
"""A coordinator changes; an auditor reads the pages too."""


async def _manager(session: AsyncSession, manager_id: str | None) -> AccountManager | None:
    return await session.get(AccountManager, manager_id) if manager_id else None
