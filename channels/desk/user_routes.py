"""For coordinators: who may come in, and as what."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import users
from channels.desk.errors import UserError
from channels.desk.guard import CoordinatorVisit, Visit
from channels.desk.invitations import invitation_link, invite
from channels.desk.models import DeskUser
from channels.desk.pages import DeskRoute, go_to
from channels.desk.people.frame import Coordinating
from channels.desk.user_page import find_user, show_list, show_new, show_user, typed_in
from channels.desk.users import TypedUser
from handoff.errors import ContactError
from handoff.people.history import Subject, record

_OWN = "Dit kunt u niet met uzelf doen. Vraag een andere coördinator."
PATH = "/desk/users"

router = APIRouter(prefix="/users", route_class=DeskRoute)

type Work = Callable[[AsyncSession, DeskUser], Awaitable[None]]
Text = Annotated[str, Form()]


@router.get("")
async def list_users(visit: CoordinatorVisit) -> Response:
    """List who may come in, and who no longer may."""
    return await show_list(visit)


@router.get("/new")
async def begin(visit: Coordinating, account_manager_id: Annotated[str, Query()] = "") -> Response:
    """Show an empty form, or that of an account manager in the directory."""
    return await show_new(visit, TypedUser(account_manager_id=account_manager_id))


@router.post("/new")
async def add(visit: CoordinatorVisit) -> Response:
    """Make a user and send the link to set a password, or show the form again."""
    typed, settings = typed_in(await visit.request.form()), visit.services.settings
    try:
        async with visit.services.database.transaction() as session:
            user = await users.add(session, typed)
            if settings.password_log_in:
                await invite(session, settings, user)
            await _keep(session, visit, user, {})
    except (UserError, ContactError) as error:
        return await show_new(visit, typed, str(error))
    return await _invited(visit, user)


@router.get("/{user_id}")
async def open_user(user_id: str, visit: CoordinatorVisit) -> Response:
    """Show one user."""
    return await show_user(visit, user_id)


@router.post("/{user_id}")
async def change_details(user_id: str, visit: CoordinatorVisit) -> Response:
    """Give somebody another name or address."""
    typed = typed_in(await visit.request.form())

    async def work(session: AsyncSession, user: DeskUser) -> None:
        await users.change_details(session, user, typed)

    return await _do(visit, user_id, "changed", work, typed)


@router.post("/{user_id}/invite")
async def send_link(user_id: str, visit: CoordinatorVisit) -> Response:
    """Send the link to set a password, for the first time or to who forgot it."""
    settings = visit.services.settings

    async def work(session: AsyncSession, user: DeskUser) -> None:
        await invite(session, settings, user)

    done = await _do(visit, user_id, "invited", work)
    if done.status_code != 303:
        return done
    async with visit.services.database.reading() as session:
        return await _invited(visit, await find_user(session, user_id))


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


async def _do(
    visit: Visit, user_id: str, notice: str, work: Work, typed: TypedUser | None = None
) -> Response:
    """Do something with a user other than oneself; say what was done, or why not."""
    try:
        async with visit.services.database.transaction() as session:
            user = await find_user(session, user_id)
            if user.id == visit.entry.user.id:
                raise UserError(_OWN)
            before = users.values_of(user)
            await work(session, user)
            await _keep(session, visit, user, before)
    except (UserError, ContactError) as error:
        return await show_user(visit, user_id, str(error), typed)
    return go_to(f"{PATH}/{user_id}", notice=notice)


async def _keep(session: AsyncSession, visit: Visit, user: DeskUser, before: dict[str, object]) -> None:
    """Keep in the history who changed what about a user."""
    await record(session, visit.entry.name, Subject.USER, str(user.id), before, users.values_of(user))


async def _invited(visit: Visit, user: DeskUser) -> Response:
    """Say that the link was sent; without a mail server show it, once, to be handed on."""
    settings = visit.services.settings
    if settings.mail_server is None and settings.password_log_in:
        return await show_user(visit, str(user.id), link=invitation_link(settings, user))
    return go_to(f"{PATH}/{user.id}", notice="invited" if settings.password_log_in else "changed")
