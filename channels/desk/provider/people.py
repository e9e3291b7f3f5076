"""From what the provider says about somebody to a user of the desk. Nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import repository, sessions
from channels.desk.errors import DeskError
from channels.desk.models import DeskUser, Role
from channels.desk.service import normal_email
from handoff.contact import parse_email
from handoff.errors import ContactError
from handoff.models import AccountManager
from kit import clock

_LONGEST_NAME = 120
_LONGEST_ID = 400


class NotWelcomeError(DeskError):
    """The provider knows this person, and yet they cannot come in; the message says why and who can help."""


@dataclass(frozen=True)
class Person:
    """Somebody as the provider describes them."""

    external_id: str
    email: str
    name: str
    role: Role


def person(claims: Mapping[str, Any], claim: str, roles: Mapping[str, str]) -> Person:
    """Read the claims; the first role in the mapping that somebody has is theirs.

    ``claim`` is the name of the claim with the roles, with points for what lies deeper: realm_access.roles.

    Raises:
        NotWelcomeError: there is no role for us in them, or no address that can be used.
    """
    held = _held(claims, claim)
    role = next((role for value, role in roles.items() if value in held), None)
    if role is None:
        raise NotWelcomeError("Uw gemeente gaf u geen rol voor Voordeur. Vraag uw beheerder om een rol.")
    external_id = f"{claims['iss']}|{claims['sub']}"[:_LONGEST_ID]
    return Person(external_id, _email(claims), str(claims.get("name") or "").strip(), Role(role))


async def welcome(session: AsyncSession, who: Person) -> DeskUser:
    """Return the user of this person, made or brought up to date; another role ends the other sessions.

    Somebody is recognised by the provider's own id; the first time by the e-mail address.

    Raises:
        NotWelcomeError: the user was deactivated, the address belongs to somebody else at the provider,
            or an account manager is not in the directory.
    """
    user = await _known(session, who)
    if user is not None and not user.active:
        raise NotWelcomeError("U heeft geen toegang meer. Vraag een coördinator als dat niet klopt.")
    manager_id = await _entry(session, who)
    if user is None:
        user = DeskUser(email=who.email, name="", password_hash="", created_at=clock.now())
        session.add(user)
    elif (user.role, user.account_manager_id) != (who.role, manager_id):
        await sessions.end_all(session, user)
    user.external_id, user.email, user.role = who.external_id, who.email, who.role
    user.name = (who.name or user.name or who.email)[:_LONGEST_NAME]
    user.account_manager_id = manager_id
    await session.flush()
    return user


async def unwelcome(session: AsyncSession, claims: Mapping[str, Any]) -> None:
    """End the sessions of somebody from whom the provider took their role."""
    external_id = f"{claims.get('iss')}|{claims.get('sub')}"[:_LONGEST_ID]
    user = await session.scalar(select(DeskUser).where(DeskUser.external_id == external_id))
    if user is not None:
        await sessions.end_all(session, user)


async def _known(session: AsyncSession, who: Person) -> DeskUser | None:
    user = await session.scalar(select(DeskUser).where(DeskUser.external_id == who.external_id))
    same_address = await repository.user_with_email(session, who.email)
    if user is None and same_address is not None and same_address.external_id is None:
        return same_address
    if same_address is not None and same_address is not user:
        raise NotWelcomeError("Uw e-mailadres hoort al bij een andere gebruiker. Vraag uw beheerder om hulp.")
    return user


async def _entry(session: AsyncSession, who: Person) -> str | None:
    """Return the entry in the directory of an account manager, found by e-mail address."""
    if who.role is not Role.ACCOUNT_MANAGER:
        return None
    query = select(AccountManager.id).where(func.lower(AccountManager.email) == who.email)
    found = await session.scalar(query.order_by(AccountManager.active.desc(), AccountManager.id))
    if found is None:
        raise NotWelcomeError(
            "U staat niet met dit e-mailadres in de lijst van accountmanagers. "
            "Vraag een coördinator u toe te voegen."
        )
    return found


def _held(claims: Mapping[str, Any], claim: str) -> set[str]:
    """Return the values of the claim with the roles, which is a word, words with spaces, or a list."""
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for step in claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return {found, *found.split()}
    return {str(value) for value in found} if isinstance(found, list) else set()


def _email(claims: Mapping[str, Any]) -> str:
    """Return the address; one of which the provider says that nobody checked it is refused."""
    try:
        if claims.get("email_verified") is False:
            raise ContactError("not verified")
        return normal_email(parse_email(str(claims.get("email") or "")))
    except ContactError:
        raise NotWelcomeError(
            "Uw gemeente gaf geen e-mailadres door dat gecontroleerd is. Vraag uw beheerder om hulp."
        ) from None
