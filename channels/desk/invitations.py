"""Links with which somebody sets the own password: signed, dated, and worth nothing once used.

No link is stored. What is signed changes with the password, the address and the next invitation.
"""

import hashlib
from datetime import timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import sessions
from channels.desk.errors import DeskError, UserError
from channels.desk.models import DeskUser
from channels.desk.pages import LOG_IN
from channels.desk.passwords import hash_password
from channels.desk.service import usable_password
from handoff import outbox
from handoff.notices import EMAIL
from kit import clock
from kit.settings import Settings

LETTER = "invitation"
LASTS = timedelta(days=7)
PATH = f"{LOG_IN}/invitation"

_ASK = "Vraag een coördinator om een nieuwe link."


class InvitationError(DeskError):
    """A link does not work, or no longer."""


async def invite(session: AsyncSession, settings: Settings, user: DeskUser) -> None:
    """Send somebody a link to set a password; earlier links work no longer, the password of before does.

    Without a mail server no letter goes: then the coordinator hands on the link.

    Raises:
        UserError: this user may not come in, or not with a password.
    """
    if not settings.password_log_in:
        raise UserError("Inloggen met een wachtwoord staat hier uit: iedereen logt in via de gemeente.")
    if not user.active:
        raise UserError("Geef deze gebruiker eerst weer toegang.")
    user.invited_at = clock.now()
    await session.flush()
    if settings.mail_server is not None:
        at = user.invited_at.isoformat()
        payload = {"letter": LETTER, "user": user.id, "at": at}
        await outbox.put(session, EMAIL, f"{EMAIL}:{LETTER}:{user.id}:{at}", payload)


def invitation_link(settings: Settings, user: DeskUser) -> str:
    """Return the link of the last invitation, which works from now on for some days."""
    return f"{settings.base_url}{PATH}/{_serializer(settings).dumps([user.id, _state(user)])}"


async def invited(session: AsyncSession, settings: Settings, token: str) -> DeskUser:
    """Return whom a link is for, and let nobody else use it until the caller commits.

    Raises:
        InvitationError: it is too old, was used, was followed by another one, or is not ours.
    """
    try:
        user_id, state = _serializer(settings).loads(token, max_age=int(LASTS.total_seconds()))
    except SignatureExpired:
        raise InvitationError(f"Deze link is verlopen. {_ASK}") from None
    except BadSignature:
        raise InvitationError(f"Deze link klopt niet. Neem de hele link over, of {_ASK.lower()}") from None
    user = await session.get(DeskUser, user_id, with_for_update=True)
    if user is None or not user.active or not user.invited_at or _state(user) != state:
        raise InvitationError(f"Deze link is al gebruikt of vervangen door een nieuwere. {_ASK}")
    return user


async def accept(session: AsyncSession, user: DeskUser, password: str) -> None:
    """Give somebody who was invited the password that they chose, and log them out everywhere.

    Raises:
        UserError: the password cannot be used.
    """
    user.password_hash = await hash_password(usable_password(password))
    user.invited_at = None
    await sessions.end_all(session, user)
    await session.flush()


def _state(user: DeskUser) -> str:
    """Return what makes a link worth nothing when it changes, readable for nobody."""
    parts = (user.password_hash, user.email, user.invited_at.isoformat() if user.invited_at else "")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.session_secret, salt="desk invitation")
