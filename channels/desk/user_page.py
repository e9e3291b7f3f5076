"""The list of users, and the page of one with everything that a coordinator can do there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from channels.desk import users
from channels.desk.articles.words import owner_name
from channels.desk.errors import NotFoundError
from channels.desk.guard import Visit
from channels.desk.invitations import LASTS
from channels.desk.models import DeskUser, Role
from channels.desk.pages import page
from channels.desk.people.frame import languages_of
from channels.desk.people.reading import line, ticked
from channels.desk.people.words import Words
from channels.desk.users import TypedUser
from handoff.models import AccountManager
from handoff.people.history import Subject, changes_of
from handoff.repository import all_managers
from knowledge.service import owners

_LARGEST_ID = 2**31 - 1
NOTICES = {
    "invited": f"De link is gestuurd. Hij werkt één keer, en {LASTS.days} dagen lang.",
    "changed": "De gegevens zijn gewijzigd.",
    "deactivated": "Deze gebruiker kan niet meer inloggen.",
    "activated": "Deze gebruiker kan weer inloggen, met het wachtwoord van eerder.",
    "role": "De rol is gewijzigd. Deze gebruiker is overal uitgelogd.",
    "second-factor": "De tweede stap van deze gebruiker is uit. Deze gebruiker is overal uitgelogd.",
}


def typed_in(form: FormData) -> TypedUser:
    """Take what a browser sent about a user."""
    return TypedUser(
        line(form, "name"),
        line(form, "email"),
        line(form, "role"),
        line(form, "account_manager_id"),
        ticked(form, "owner_roles"),
    )


async def find_user(session: AsyncSession, user_id: str) -> DeskUser:
    """Return a user by the number in an address.

    Raises:
        NotFoundError: there is none.
    """
    known = user_id.isascii() and user_id.isdigit() and len(user_id) <= 10 and int(user_id) <= _LARGEST_ID
    user = await session.get(DeskUser, int(user_id)) if known else None
    if user is None:
        raise NotFoundError
    return user


async def show_list(visit: Visit) -> Response:
    """Show who may come in, and who no longer may."""
    async with visit.services.database.reading() as session:
        found, managers = await users.all_users(session), await all_managers(session)
    areas = visit.services.library.areas
    context = {"users": found, "managers": managers, "areas": areas, **_shared(visit)}
    return page(visit.request, "users/list.html", context)


async def show_new(visit: Visit, typed: TypedUser, error: str = "") -> Response:
    """Show the form of somebody new; for an account manager it is filled in from the directory."""
    async with visit.services.database.reading() as session:
        choices = await _choices(session)
    manager = choices["managers"].get(typed.account_manager_id)
    if manager and not typed.email:
        typed = replace(typed, name=manager.name, email=manager.email, role=Role.ACCOUNT_MANAGER.value)
    context = {"typed": typed, "error": error, **choices, **_shared(visit)}
    return page(visit.request, "users/new.html", context, 400 if error else 200)


async def show_user(
    visit: Visit, user_id: str, error: str = "", typed: TypedUser | None = None, link: str = ""
) -> Response:
    """Show one user; a link is shown when no mail server can bring it, and kept nowhere."""
    async with visit.services.database.reading() as session:
        user = await find_user(session, user_id)
        choices = await _choices(session, user)
        history = list(await changes_of(session, Subject.USER, str(user.id)))
    words = Words(visit.services.library.areas, choices["managers"], languages_of(visit))
    own = TypedUser(user.name, user.email, user.role, user.account_manager_id or "", tuple(user.owner_roles))
    context = {
        "user": user,
        "typed": typed or own,
        "error": error,
        "link": link,
        "history": words.changes(history),
        "may_change": visit.entry.is_coordinator and user.id != visit.entry.user.id,
        **choices,
        **_shared(visit),
    }
    return page(visit.request, "users/user.html", context, 400 if error else 200)


async def _choices(session: AsyncSession, user: DeskUser | None = None) -> dict[str, Any]:
    """Return what can be chosen for a user: roles, account managers without a log-in, owners of articles."""
    managers = await all_managers(session)
    taken = {each.account_manager_id for each in await users.all_users(session)}
    own = user.account_manager_id if user else None
    return {
        "managers": managers,
        "free": _names(managers, {key for key in managers if key not in taken or key == own}, own),
        "roles": {role.value: role.label for role in Role},
        "owners": {key: owner_name(key) for key in sorted(await owners(session))},
    }


def _names(managers: Mapping[str, AccountManager], free: set[str], own: str | None) -> dict[str, str]:
    found = [managers[key] for key in free if managers[key].active or key == own]
    return {each.id: each.name for each in sorted(found, key=lambda each: each.name)}


def _shared(visit: Visit) -> dict[str, Any]:
    settings = visit.services.settings
    return {
        "notice": NOTICES.get(visit.request.query_params.get("notice", ""), ""),
        "passwords": settings.password_log_in,
        "mails": settings.mail_server is not None,
        "days": LASTS.days,
    }
