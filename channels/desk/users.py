"""Users as time goes by: another password, and who may no longer come in. Nothing here commits."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import repository, second_factor
from channels.desk.errors import UserError
from channels.desk.models import DeskSession, DeskUser, Role
from channels.desk.passwords import hash_password, is_password
from channels.desk.service import add_user, check_name, check_owners, normal_email, usable_password
from handoff.contact import parse_email
from handoff.models import AccountManager


@dataclass(frozen=True)
class TypedUser:
    """What a coordinator typed about a user."""

    name: str = ""
    email: str = ""
    role: str = ""
    account_manager_id: str = ""
    owner_roles: tuple[str, ...] = ()


async def all_users(session: AsyncSession) -> Sequence[DeskUser]:
    """Return every user, also those who may no longer come in, by name."""
    return (await session.scalars(select(DeskUser).order_by(DeskUser.name, DeskUser.id))).all()


async def user_of(session: AsyncSession, email: str) -> DeskUser:
    """Return the user with this address, however it was typed.

    Raises:
        UserError: there is none.
    """
    user = await repository.user_with_email(session, normal_email(email))
    if user is None:
        raise UserError("Er is geen gebruiker met dit e-mailadres.")
    return user


async def change_password(session: AsyncSession, user_id: int, current: str, new: str) -> None:
    """Give a user the password that they chose, and end every session that was opened with the old one.

    Raises:
        UserError: the current password is wrong, or the new one cannot be used or is the same.
    """
    user = await session.get_one(DeskUser, user_id)
    if not await is_password(user.password_hash, current):
        raise UserError("Uw huidige wachtwoord klopt niet.")
    if new == current:
        raise UserError("Kies een ander wachtwoord dan u nu hebt.")
    user.password_hash = await hash_password(usable_password(new))
    await _end_sessions(session, user)


async def reset_password(session: AsyncSession, email: str) -> str:
    """Give a user who forgot it a random password, and return it: only its hash is kept.

    Raises:
        UserError: there is no such user.
    """
    user = await user_of(session, email)
    password = secrets.token_urlsafe(12)
    user.password_hash = await hash_password(password)
    await _end_sessions(session, user)
    return password


async def deactivate(session: AsyncSession, user: DeskUser) -> None:
    """Keep a user out from now on; what they did stays theirs.

    Raises:
        UserError: nobody would be left to divide the work and to let others in.
    """
    await _keep_a_coordinator(session, user)
    user.active = False
    await _end_sessions(session, user)


async def activate(session: AsyncSession, user: DeskUser) -> None:
    """Let a user in again, with the password of before."""
    user.active = True
    await session.flush()


async def change_role(
    session: AsyncSession, user: DeskUser, role: str, account_manager_id: str | None = None
) -> None:
    """Give a user another role, or another entry in the directory; it holds from the next log-in.

    Raises:
        UserError: there is no such role, an account manager has no entry of their own in the directory,
            or nobody would be left to divide the work.
    """
    if role not in set(Role):
        raise UserError("Kies een rol.")
    if role != Role.COORDINATOR:
        await _keep_a_coordinator(session, user)
    entry = account_manager_id if role == Role.ACCOUNT_MANAGER else None
    if role == Role.ACCOUNT_MANAGER:
        await _check_entry(session, user, entry)
    user.role, user.account_manager_id = Role(role), entry
    if role != Role.EDITOR:
        user.owner_roles = []
    await _end_sessions(session, user)


async def add(session: AsyncSession, typed: TypedUser) -> DeskUser:
    """Make a user, who sets the own password by a link.

    Raises:
        UserError: something in the form cannot be, or another user is this account manager already.
        ContactError: the e-mail address is none.
    """
    if typed.role not in set(Role):
        raise UserError("Kies een rol.")
    entry = typed.account_manager_id if typed.role == Role.ACCOUNT_MANAGER else None
    if typed.role == Role.ACCOUNT_MANAGER:
        await _check_entry(session, None, entry or None)
    return await add_user(
        session,
        email=typed.email,
        name=typed.name,
        role=typed.role,
        account_manager_id=entry,
        owner_roles=typed.owner_roles if typed.role == Role.EDITOR else (),
    )


async def change_details(session: AsyncSession, user: DeskUser, typed: TypedUser) -> None:
    """Give a user another name or address, and an editor other owners of articles to speak for.

    Raises:
        UserError: the name is none, another user has the address, or no article has such an owner.
        ContactError: the e-mail address is none.
    """
    email = normal_email(parse_email(typed.email))
    check_name(typed.name)
    other = await repository.user_with_email(session, email)
    if other is not None and other.id != user.id:
        raise UserError("Er is al een gebruiker met dit e-mailadres.")
    owner_roles = list(typed.owner_roles) if user.role is Role.EDITOR else []
    await check_owners(session, user.role, owner_roles)
    user.email, user.name, user.owner_roles = email, typed.name.strip(), owner_roles
    await session.flush()


def values_of(user: DeskUser) -> dict[str, Any]:
    """Return what the history of a user keeps; never a password or what could be one."""
    return {
        "name": user.name,
        "email": user.email,
        "role": user.role.value,
        "account_manager_id": user.account_manager_id,
        "owner_roles": list(user.owner_roles),
        "has_second_factor": user.has_second_factor,
        "invited_at": user.invited_at.isoformat() if user.invited_at else None,
        "active": user.active,
    }


async def reset_second_factor(session: AsyncSession, user: DeskUser) -> None:
    """Ask a user for a password only, until they turn their second factor on again; log them out."""
    await second_factor.turn_off(session, user)
    await _end_sessions(session, user)


async def _keep_a_coordinator(session: AsyncSession, user: DeskUser) -> None:
    others = select(func.count()).where(
        DeskUser.role == Role.COORDINATOR, DeskUser.active, DeskUser.id != user.id
    )
    if user.role is Role.COORDINATOR and user.active and not await session.scalar(others):
        raise UserError("Dit is de enige coördinator. Maak eerst een andere coördinator.")


async def _check_entry(session: AsyncSession, user: DeskUser | None, account_manager_id: str | None) -> None:
    if account_manager_id is None or await session.get(AccountManager, account_manager_id) is None:
        raise UserError("Kies wie dit is in de lijst van accountmanagers.")
    others = select(DeskUser.id).where(DeskUser.account_manager_id == account_manager_id)
    if set(await session.scalars(others)) - {user.id if user else 0}:
        raise UserError("Een andere gebruiker is al deze accountmanager.")


async def _end_sessions(session: AsyncSession, user: DeskUser) -> None:
    await session.execute(delete(DeskSession).where(DeskSession.user_id == user.id))
    await session.flush()
