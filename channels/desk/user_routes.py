"""A password of one's own, and for coordinators: who may come in."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Response

from channels.desk import sessions, users
from channels.desk.errors import NotFoundError, UserError
from channels.desk.guard import COOKIE, CoordinatorVisit, TheVisit, Visit
from channels.desk.log_in_page import set_cookie
from channels.desk.models import DeskUser
from channels.desk.pages import DeskRoute, go_to, page
from channels.desk.service import SHORTEST_PASSWORD

_DIFFERENT = "De twee nieuwe wachtwoorden zijn niet gelijk."
_TOO_OFTEN = "U vulde te vaak een verkeerd wachtwoord in. Wacht 15 minuten en probeer het dan opnieuw."
_OWN = "U kunt uzelf niet de toegang ontnemen."
_LARGEST_ID = 2**31 - 1
NOTICES = {
    "password": "Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd.",
    "deactivated": "Deze gebruiker kan niet meer inloggen.",
    "activated": "Deze gebruiker kan weer inloggen, met het wachtwoord van eerder.",
}

router = APIRouter(route_class=DeskRoute)

Password = Annotated[str, Form()]
Notice = Annotated[str, Query()]


@router.get("/account")
async def show_account(visit: TheVisit, notice: Notice = "") -> Response:
    """Show the form for another password."""
    return _account(visit, notice=NOTICES.get(notice, ""))


@router.post("/account")
async def change_password(
    visit: TheVisit,
    password_now: Password = "",
    password_new: Password = "",
    password_again: Password = "",
) -> Response:
    """Change one's own password; this browser stays logged in, in a new session."""
    if password_new != password_again:
        return _account(visit, _DIFFERENT)
    user, services = visit.entry.user, visit.services
    key = sessions.attempt_key(user.email, "account", services.settings.session_secret)
    async with services.database.transaction() as session:
        allowed = await sessions.may_try(session, key)
    if not allowed:
        return _account(visit, _TOO_OFTEN, 429)
    try:
        async with services.database.transaction() as session:
            await users.change_password(session, user.id, password_now, password_new)
            await sessions.forget_attempts(session, key)
            token, _ = await sessions.open_session(session, user)
    except UserError as error:
        return _account(visit, str(error))
    response = go_to("/desk/account", notice="password")
    set_cookie(response, services.settings, COOKIE, token, "/desk")
    return response


@router.get("/users")
async def list_users(visit: CoordinatorVisit, notice: Notice = "") -> Response:
    """List who may come in, and who no longer may."""
    return await _list(visit, notice=NOTICES.get(notice, ""))


@router.post("/users/{user_id}/deactivate")
async def deactivate(user_id: str, visit: CoordinatorVisit) -> Response:
    """Keep somebody out from now on."""
    try:
        async with visit.services.database.transaction() as session:
            user = await session.get(DeskUser, _number(user_id))
            if user is None:
                raise NotFoundError
            if user.id == visit.entry.user.id:
                raise UserError(_OWN)
            await users.deactivate(session, user)
    except UserError as error:
        return await _list(visit, str(error))
    return go_to("/desk/users", notice="deactivated")


@router.post("/users/{user_id}/activate")
async def activate(user_id: str, visit: CoordinatorVisit) -> Response:
    """Let somebody in again."""
    async with visit.services.database.transaction() as session:
        user = await session.get(DeskUser, _number(user_id))
        if user is None:
            raise NotFoundError
        await users.activate(session, user)
    return go_to("/desk/users", notice="activated")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= _LARGEST_ID):
        raise NotFoundError
    return int(text)


def _account(visit: Visit, error: str = "", status: int = 400, notice: str = "") -> Response:
    context = {"error": error, "notice": notice, "shortest": SHORTEST_PASSWORD}
    return page(visit.request, "account.html", context, status if error else 200)


async def _list(visit: Visit, error: str = "", notice: str = "") -> Response:
    async with visit.services.database.reading() as session:
        found = await users.all_users(session)
    context = {"users": found, "error": error, "notice": notice}
    return page(visit.request, "users.html", context, 400 if error else 200)
