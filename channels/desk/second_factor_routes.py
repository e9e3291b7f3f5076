"""Turning the second factor on and off, and new recovery codes."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from channels.desk import second_factor, sessions
from channels.desk.account_routes import PATH as ACCOUNT
from channels.desk.guard import COOKIE, TheVisit, Visit
from channels.desk.pages import DeskRoute, go_to, page

_WRONG = "Deze code klopt niet, of is al gebruikt. Wacht op de volgende code van uw app."
_TOO_OFTEN = "U vulde te vaak een verkeerde code in. Wacht 15 minuten en probeer het dan opnieuw."
_REQUIRED = "Uw organisatie vraagt om een tweede stap. Daarom kunt u die niet uitzetten."

router = APIRouter(prefix="/account/second-factor", route_class=DeskRoute)

Text = Annotated[str, Form()]


@router.get("")
async def show_second_factor(visit: TheVisit) -> Response:
    """Show the code to scan, or what can be done with a second factor that is on."""
    return _show(visit, "")


@router.post("")
async def turn_on(visit: TheVisit, salt: Text = "", code: Text = "") -> Response:
    """Ask for a code from now on, when the app turns out to make the right ones; log out elsewhere."""
    user, services = visit.entry.user, visit.services
    if user.has_second_factor or not second_factor.is_salt(salt):
        return go_to(f"{ACCOUNT}/second-factor")
    secret = second_factor.secret_of(user.id, salt, services.settings.session_secret)
    step = second_factor.matching_step(code, secret)
    if not step:
        return _show(visit, salt, _WRONG)
    async with services.database.transaction() as session:
        codes = await second_factor.turn_on(session, user.id, salt, step)
        await sessions.end_others(session, user, visit.request.cookies.get(COOKIE, ""))
    return _show_codes(visit, codes)


@router.post("/recovery-codes")
async def renew_codes(visit: TheVisit, code: Text = "") -> Response:
    """Make new recovery codes; it takes a code of the app."""
    error, status = await _check(visit, code)
    if error:
        return _show(visit, "", error, status)
    async with visit.services.database.transaction() as session:
        codes = await second_factor.renew_recovery_codes(session, visit.entry.user.id)
    return _show_codes(visit, codes)


@router.post("/off")
async def turn_off(visit: TheVisit, code: Text = "") -> Response:
    """Go back to a password alone, unless the region asks for more; it takes a code of the app."""
    if visit.services.settings.totp_required:
        return _show(visit, "", _REQUIRED)
    error, status = await _check(visit, code)
    if error:
        return _show(visit, "", error, status)
    async with visit.services.database.transaction() as session:
        await second_factor.turn_off(session, visit.entry.user)
    return go_to(ACCOUNT, notice="second-factor-off")


async def _check(visit: Visit, code: str) -> tuple[str, int]:
    """Use a code; return what is wrong with it, with the status of the page that says so."""
    user, services = visit.entry.user, visit.services
    secret = services.settings.session_secret
    key = sessions.attempt_key(user.email, "code", secret)
    async with services.database.transaction() as session:
        if not await sessions.may_try(session, key):
            return _TOO_OFTEN, 429
    async with services.database.transaction() as session:
        if not await second_factor.use_code(session, user, code, secret):
            return _WRONG, 400
        await sessions.forget_attempts(session, key)
    return "", 200


def _show(visit: Visit, salt: str, error: str = "", status: int = 400) -> Response:
    user, settings = visit.entry.user, visit.services.settings
    salt = "" if user.has_second_factor else salt or second_factor.new_salt()
    secret = second_factor.secret_of(user.id, salt, settings.session_secret) if salt else ""
    context = {
        "salt": salt,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "qr": second_factor.qr_code(user.email, secret) if secret else "",
        "error": error,
        "required": settings.totp_required,
    }
    return page(visit.request, "second_factor.html", context, status if error else 200)


def _show_codes(visit: Visit, codes: list[str]) -> Response:
    return page(visit.request, "recovery_codes.html", {"codes": codes})
