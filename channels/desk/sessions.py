"""Being logged in: a random token in a cookie, its hash in the database, until a while after the last visit.

Failed log-ins are counted in the database, so that they count at every gateway and after a restart.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk import repository
from channels.desk.models import DeskSession, DeskUser, LogInAttempt
from channels.desk.service import normal_email
from handoff.people import being_there
from kit import clock
from kit.settings import Settings

MOST_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)

_HANDLE = 32

# Writing down every single visit would make each page a write.
_TOUCH_EVERY = timedelta(minutes=1)


async def open_session(
    session: AsyncSession,
    settings: Settings,
    user: DeskUser,
    *,
    device: str = "",
    id_token: str | None = None,
) -> tuple[str, str]:
    """Log a user in and return the tokens for cookie and forms; sessions that have ended are cleared away."""
    token, csrf_token, now = secrets.token_urlsafe(32), secrets.token_urlsafe(32), clock.now()
    await repository.delete_sessions_ended_before(session, now)
    session.add(
        DeskSession(
            token_hash=hash_token(token),
            user_id=user.id,
            csrf_token=csrf_token,
            device=device,
            id_token=id_token,
            created_at=now,
            last_seen_at=now,
            expires_at=_ends_at(settings, now, now),
        )
    )
    await session.flush()
    if user.account_manager_id:
        await being_there.seen(session, user.account_manager_id)
    return token, csrf_token


async def find_session(session: AsyncSession, token: str) -> tuple[DeskSession, DeskUser] | None:
    """Return the session of a token with its user, if it has not ended and the user is still active."""
    return await repository.live_session(session, hash_token(token), clock.now())


def is_stale(found: DeskSession) -> bool:
    """Tell whether the last visit was written down long enough ago to do it again."""
    return clock.now() - found.last_seen_at >= _TOUCH_EVERY


async def touch(session: AsyncSession, settings: Settings, found: DeskSession) -> None:
    """Write down that the user is there, which lengthens the session."""
    now = clock.now()
    await repository.set_last_seen(session, found.token_hash, now, _ends_at(settings, now, found.created_at))


def _ends_at(settings: Settings, seen: datetime, began: datetime) -> datetime:
    """Return when a session ends: a while after the last visit, and at last so long after the log-in."""
    idle = seen + timedelta(minutes=settings.session_idle)
    return min(idle, began + timedelta(hours=settings.session_longest)) if settings.session_longest else idle


async def close_session(session: AsyncSession, token: str) -> None:
    """Log out: the token is worth nothing from now on."""
    await repository.delete_session(session, hash_token(token))


async def may_try(session: AsyncSession, key: str) -> bool:
    """Count an attempt beforehand, so that many at once count too; false after too many failures.

    A refused attempt is not counted: who waits a quarter of an hour gets in.
    """
    now = clock.now()
    await repository.delete_attempts_before(session, now - FAILURE_WINDOW)
    if await repository.attempts(session, key) >= MOST_FAILURES:
        return False
    session.add(LogInAttempt(key=key, at=now))
    await session.flush()
    return True


async def forget_attempts(session: AsyncSession, key: str) -> None:
    """Begin counting again, after a log-in that went well."""
    await repository.delete_attempts(session, key)


async def sessions_of(session: AsyncSession, user: DeskUser) -> Sequence[DeskSession]:
    """Return the sessions of a user that have not ended, the last used first."""
    return await repository.sessions_of(session, user.id, clock.now())


def handle(found: DeskSession) -> str:
    """Return by which a page names a session: a piece of its hash, worth nothing at the door."""
    return found.token_hash[:_HANDLE]


async def end_own(session: AsyncSession, user: DeskUser, named: str) -> bool:
    """End the session of this user with this handle; false when there is none."""
    return await repository.delete_own_session(session, user.id, named) if len(named) == _HANDLE else False


async def end_all(session: AsyncSession, user: DeskUser) -> None:
    """End every session of this user."""
    await repository.delete_other_sessions(session, user.id, "")


async def end_others(session: AsyncSession, user: DeskUser, token: str) -> None:
    """End every session of this user but that of a token."""
    await repository.delete_other_sessions(session, user.id, hash_token(token))


def attempt_key(email: str, address: str, secret: str) -> str:
    """Return what attempts are counted by: address and e-mail together, readable for nobody."""
    return hmac.digest(secret.encode(), f"{normal_email(email)}\n{address}".encode(), "sha256").hex()


def hash_token(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
