"""One's own account: another password, and where one is logged in."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Response

from channels.desk import sessions, users
from channels.desk.coming_in import begin_session
from channels.desk.cookies import set_cookie
from channels.desk.errors import NotFoundError, UserError
from channels.desk.guard import COOKIE, TheVisit, Visit
from channels.desk.pages import DeskRoute, go_to, page
from channels.desk.service import SHORTEST_PASSWORD

_DIFFERENT = "De twee nieuwe wachtwoorden zijn niet gelijk."
_TOO_OFTEN = "U vulde te vaak een verkeerd wachtwoord in. Wacht 15 minuten en probeer het dan opnieuw."
PATH, SESSIONS = "/desk/account", "/desk/account/sessions"
NOTICES = {
    "password": "Uw wachtwoord is gewijzigd. Op andere apparaten bent u uitgelogd.",
    "second-factor-off": "Uw tweede stap is uit. U logt weer in met alleen uw wachtwoord.",
    "ended": "U bent daar uitgelogd.",
    "others-ended": "U bent op alle andere apparaten uitgelogd.",
}

router = APIRouter(prefix="/account", route_class=DeskRoute)

Password = Annotated[str, Form()]
Notice = Annotated[str, Query()]


@router.get("")
async def show_account(visit: TheVisit, notice: Notice = "") -> Response:
    """Show what one can do with the own account."""
    return _account(visit, notice=NOTICES.get(notice, ""))


@router.post("")
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
            token, _ = await begin_session(session, visit.request, user)
    except UserError as error:
        return _account(visit, str(error))
    response = go_to(PATH, notice="password")
    set_cookie(response, services.settings, COOKIE, token, "/desk")
    return response


@router.get("/sessions")
async def list_sessions(visit: TheVisit, notice: Notice = "") -> Response:
    """List where one is logged in."""
    async with visit.services.database.reading() as session:
        found = await sessions.sessions_of(session, visit.entry.user)
    context = {
        "sessions": found,
        "this_one": sessions.hash_token(visit.request.cookies.get(COOKIE, "")),
        "handle": sessions.handle,
        "notice": NOTICES.get(notice, ""),
        "settings": visit.services.settings,
    }
    return page(visit.request, "sessions.html", context)


@router.post("/sessions/others/end")
async def end_others(visit: TheVisit) -> Response:
    """Log out everywhere else."""
    async with visit.services.database.transaction() as session:
        await sessions.end_others(session, visit.entry.user, visit.request.cookies.get(COOKIE, ""))
    return go_to(SESSIONS, notice="others-ended")


@router.post("/sessions/{session_id}/end")
async def end_session(session_id: str, visit: TheVisit) -> Response:
    """Log out in one place; the own browser then goes to the log-in page."""
    async with visit.services.database.transaction() as session:
        if not await sessions.end_own(session, visit.entry.user, session_id):
            raise NotFoundError
    return go_to(SESSIONS, notice="ended")


def _account(visit: Visit, error: str = "", status: int = 400, notice: str = "") -> Response:
    context = {
        "error": error,
        "notice": notice,
        "shortest": SHORTEST_PASSWORD,
        "password": visit.services.settings.password_log_in,
        "required": visit.services.settings.totp_required,
    }
    return page(visit.request, "account.html", context, status if error else 200)
