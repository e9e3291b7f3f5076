"""The users of the desk: making them, and telling whether a password is theirs. Nothing here commits."""

import secrets
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.text import clean
from channels.desk import repository
from channels.desk.errors import UserError
from channels.desk.models import DeskUser, Role
from channels.desk.passwords import hash_password, is_outdated, is_password
from handoff.contact import parse_email
from handoff.models import AccountManager
from handoff.repository import all_managers
from kit import clock
from knowledge.service import owners

SHORTEST_PASSWORD = 12
LONGEST_NAME = 120

_FIRST_USERS = (
    ("coordinator@voordeur.example", "Coördinator", Role.COORDINATOR),
    ("redactie@voordeur.example", "Redactie", Role.EDITOR),
)


async def create_user(
    session: AsyncSession,
    *,
    email: str,
    name: str,
    role: str,
    account_manager_id: str | None = None,
    owner_roles: Sequence[str] = (),
    password: str | None = None,
) -> str:
    """Make a user and return the password, a random one when none is given: only its hash is kept.

    ``owner_roles`` are the owners of articles that an editor speaks for; none is all.

    Raises:
        UserError: the role, the owner roles, the name, the account manager or the password cannot be used,
            or the e-mail address has a user already.
        ContactError: the e-mail address is none.
    """
    password = usable_password(password) if password is not None else secrets.token_urlsafe(12)
    user = await add_user(
        session,
        email=email,
        name=name,
        role=role,
        account_manager_id=account_manager_id,
        owner_roles=owner_roles,
    )
    user.password_hash = await hash_password(password)
    await session.flush()
    return password


async def add_user(
    session: AsyncSession,
    *,
    email: str,
    name: str,
    role: str,
    account_manager_id: str | None = None,
    owner_roles: Sequence[str] = (),
) -> DeskUser:
    """Make a user who has no password yet: none is right until they set one.

    Raises:
        UserError, ContactError: as ``create_user``.
    """
    address = normal_email(parse_email(email))
    await _check(session, address, name, role, account_manager_id)
    await check_owners(session, role, owner_roles)
    user = DeskUser(
        email=address,
        name=name.strip(),
        password_hash="",
        role=Role(role),
        account_manager_id=account_manager_id,
        owner_roles=list(owner_roles),
        active=True,
        created_at=clock.now(),
    )
    session.add(user)
    await session.flush()
    return user


async def authenticate(session: AsyncSession, email: str, password: str) -> DeskUser | None:
    """Return the active user with this address and password; whatever is wrong takes as long to find out."""
    user = await repository.user_with_email(session, normal_email(email))
    known = user is not None and user.active
    right = await is_password(user.password_hash if user and known else None, password)
    return user if right else None


async def renew_hash(session: AsyncSession, user: DeskUser, password: str) -> None:
    """Hash the password again when the stored hash was made with older costs."""
    if is_outdated(user.password_hash):
        stored = await session.get_one(DeskUser, user.id)
        stored.password_hash = await hash_password(password)


async def ensure_first_users(session: AsyncSession) -> list[tuple[str, str, str]]:
    """Make the first users when there are none; return address, name and password of each, to show once.

    A coordinator, an editor, and every active account manager in the directory with an address of their own.
    """
    if await repository.has_users(session):
        return []
    made = [await _first(session, email, name, role) for email, name, role in _FIRST_USERS]
    taken = {email for email, _, _ in made}
    for manager in (await all_managers(session)).values():
        if manager.active and normal_email(manager.email) not in taken:
            made.append(await _first(session, manager.email, manager.name, Role.ACCOUNT_MANAGER, manager.id))
            taken.add(normal_email(manager.email))
    return made


def normal_email(email: str) -> str:
    """Write an address as it is stored: people type capitals, spaces and worse."""
    return clean(email).lower()


async def _first(
    session: AsyncSession, email: str, name: str, role: Role, account_manager_id: str | None = None
) -> tuple[str, str, str]:
    password = await create_user(
        session, email=email, name=name, role=role, account_manager_id=account_manager_id
    )
    return normal_email(email), name, password


async def _check(
    session: AsyncSession, email: str, name: str, role: str, account_manager_id: str | None
) -> None:
    """Refuse what would make a user who cannot work."""
    if role not in set(Role):
        raise UserError(f"De rol {role} bestaat niet. Kies uit: {', '.join(Role)}.")
    check_name(name)
    if (role == Role.ACCOUNT_MANAGER) != (account_manager_id is not None):
        raise UserError(
            "Geef bij de rol account-manager, en alleen daarbij, een accountmanager uit de gids op."
        )
    if account_manager_id and await session.get(AccountManager, account_manager_id) is None:
        raise UserError(f"De accountmanager {account_manager_id} staat niet in de gids.")
    if await repository.user_with_email(session, email):
        raise UserError("Er is al een gebruiker met dit e-mailadres.")


def check_name(name: str) -> None:
    """Refuse a name that is none.

    Raises:
        UserError: it is empty or too long.
    """
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise UserError(f"De naam is leeg of langer dan {LONGEST_NAME} tekens.")


async def check_owners(session: AsyncSession, role: str, owner_roles: Sequence[str]) -> None:
    """Refuse owner roles that no article has: a slip of the keyboard would mean no reminders."""
    if owner_roles and role != Role.EDITOR:
        raise UserError("Alleen een redacteur spreekt voor eigenaars van artikelen.")
    known = await owners(session) if owner_roles else set()
    unknown = sorted(set(owner_roles) - known)
    if known and unknown:
        raise UserError(
            f"Geen artikel heeft als eigenaar {', '.join(unknown)}. Kies uit: {', '.join(sorted(known))}."
        )


def usable_password(password: str) -> str:
    """Return a password that is long enough.

    Raises:
        UserError: it is not.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise UserError(f"Het wachtwoord is te kort: neem ten minste {SHORTEST_PASSWORD} tekens.")
    return password
