"""Between password and code: who has given the first and not yet the second, in a signed cookie."""

import hashlib
from datetime import timedelta

from fastapi import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.cookies import set_cookie, take_cookie
from channels.desk.models import DeskUser
from channels.desk.pages import LOG_IN
from kit.settings import Settings

COOKIE = "voordeur_desk_half"
LASTS = timedelta(minutes=10)


def remember(response: Response, settings: Settings, user: DeskUser) -> None:
    """Let the browser remember whose password was right."""
    value = _serializer(settings).dumps([user.id, _password(user)])
    set_cookie(response, settings, COOKIE, value, LOG_IN)


async def whose(request: Request, session: AsyncSession, settings: Settings) -> DeskUser | None:
    """Return who gave a password that is still the right one, not long ago."""
    try:
        user_id, password = _serializer(settings).loads(
            request.cookies.get(COOKIE, ""), max_age=int(LASTS.total_seconds())
        )
    except (BadSignature, ValueError, TypeError):
        return None
    user = await session.get(DeskUser, user_id)
    return user if user and user.active and _password(user) == password else None


def forget(response: Response) -> None:
    """Let the browser forget it."""
    take_cookie(response, COOKIE, LOG_IN)


def _password(user: DeskUser) -> str:
    """Return what changes with the password, and tells nothing of it."""
    return hashlib.sha256(user.password_hash.encode()).hexdigest()[:16]


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.session_secret, salt="desk half way")
