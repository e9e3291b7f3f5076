"""For coordinators: who may come in, and as what."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import users
from channels.desk.errors import NotFoundError, UserError
from channels.desk.guard import CoordinatorVisit, Visit
from channels.desk.models import DeskUser, Role
from channels.desk.pages import DeskRoute, go_to, page
from handoff.repository import all_managers

_OWN = "Dit kunt u niet met uzelf doen. Vraag een andere coördinator."
_LARGEST_ID = 2**31 - 1
NOTICES = {
    "deactivated": "Deze gebruiker kan niet meer inloggen.",
    "activated": "Deze gebruiker kan weer inloggen, met het wachtwoord van eerder.",
    "role": "De rol is gewijzigd. Deze gebruiker is overal uitgelogd.",
    "second-factor": "De tweede stap van deze gebruiker is uit. Deze gebruiker is overal uitgelogd.",
}

router = APIRouter(prefix="/users", route_class=DeskRoute)

type Work = Callable[[AsyncSession, DeskUser], Awaitable[None]]
Notice = Annotated[str, Query()]
Text = Annotated[str, Form()]


@router.get("")
async def list_users(visit: CoordinatorVisit, notice: Notice = "") -> Response:
    """List who may come in, and who no longer may."""
    return await _list(visit, notice=NOTICES.get(notice, ""))


@router.post("/{user_id}/deactivate")
async def deactivate(user_id: str, visit: CoordinatorVisit) -> Response:
    """Keep somebody out from now on."""
    return await _do(visit, user_id, "deactivated", users.deactivate)


@router.post("/{user_id}/activate")
async def activate(user_id: str, visit: CoordinatorVisit) -> Response:
    """Let somebody in again."""
    return await _do(visit, user_id, "activated", users.activate)


@router.post("/{user_id}/role")
async def change_role(
    user_id: str, visit: CoordinatorVisit, role: Text = "", account_manager_id: Text = ""
) -> Response:
    """Give somebody another role, which ends their sessions."""

    async def work(session: AsyncSession, user: DeskUser) -> None:
        await users.change_role(session, user, role, account_manager_id or None)

    return await _do(visit, user_id, "role", work)


@router.post("/{user_id}/second-factor/reset")
async def reset_second_factor(user_id: str, visit: CoordinatorVisit) -> Response:
    """Let somebody who lost the phone and the recovery codes log in with a password alone."""
    return await _do(visit, user_id, "second-factor", users.reset_second_factor)


async def _do(visit: Visit, user_id: str, notice: str, work: Work) -> Response:
    """Do something with a user other than oneself; say what was done, or why not."""
    try:
        async with visit.services.database.transaction() as session:
            user = await session.get(DeskUser, _number(user_id))
            if user is None:
                raise NotFoundError
            if user.id == visit.entry.user.id:
                raise UserError(_OWN)
            await work(session, user)
    except UserError as error:
        return await _list(visit, str(error))
    return go_to("/desk/users", notice=notice)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= _LARGEST_ID):
        raise NotFoundError
    return int(text)


async def _list(visit: Visit, error: str = "", notice: str = "") -> Response:
    async with visit.services.database.reading() as session:
        found = await users.all_users(session)
        managers = await all_managers(session)
    taken = {user.account_manager_id for user in found}
    context = {
        "users": found,
        "managers": managers,
        "free": [each for each in managers.values() if each.active and each.id not in taken],
        "roles": Role,
        "error": error,
        "notice": notice,
    }
    return page(visit.request, "users.html", context, 400 if error else 200)
