"""The second factor: a code from an authenticator app (TOTP, RFC 6238). Nothing here commits.

Half of the secret that the app gets stands in the database, the other half is the secret key of this
Voordeur: a copy of the database alone makes no codes. A code works once, also when it is sent twice at once.
"""

import base64
import hashlib
import hmac
import re
import secrets

import pyotp
import segno
from sqlalchemy import CursorResult, UpdateBase, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.models import DeskUser, RecoveryCode
from kit import clock

ISSUER = "Voordeur"
RECOVERY_CODES = 10
STEP = 30
"""Seconds that a code is shown."""

_SALT = re.compile(r"[A-Za-z0-9_-]{22}")
# A clock may be half a minute off, and people type slowly.
_WINDOW = (0, -1, 1)


def new_salt() -> str:
    """Return the half of a secret that is stored."""
    return secrets.token_urlsafe(16)


def is_salt(text: str) -> bool:
    """Tell whether this can be half of a secret: it comes back from a form."""
    return _SALT.fullmatch(text) is not None


def secret_of(user_id: int, salt: str, key: str) -> str:
    """Return the secret of a user as an authenticator app takes it."""
    digest = hmac.digest(key.encode(), f"totp\n{user_id}\n{salt}".encode(), "sha256")
    return base64.b32encode(digest[:20]).decode()


def qr_code(email: str, secret: str) -> str:
    """Draw what an authenticator app scans, as a piece of SVG without styles."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    drawing = segno.make(address, error="m")
    return drawing.svg_inline(scale=5, dark="#000", light="#fff", svgclass="qr", lineclass=None)


async def use_code(session: AsyncSession, user: DeskUser, typed: str, key: str) -> bool:
    """Tell whether this is a code of the app or a recovery code that was not used before; it is used now."""
    if user.totp_salt is None:
        return False
    step = matching_step(typed, secret_of(user.id, user.totp_salt, key))
    return await _use_step(session, user, step) if step else await _use_recovery(session, user, typed)


def matching_step(typed: str, secret: str) -> int:
    """Return the half minute in which the app shows this code, near now; zero when it does not."""
    code, totp = re.sub(r"\s", "", typed), pyotp.TOTP(secret)
    now = int(clock.now().timestamp()) // STEP
    steps = (now + shift for shift in _WINDOW)
    return next((step for step in steps if _same(totp.generate_otp(step), code)), 0)


async def turn_on(session: AsyncSession, user_id: int, salt: str, step: int) -> list[str]:
    """Ask this user for a code from now on; return the recovery codes, which are shown once."""
    user = await session.get_one(DeskUser, user_id)
    user.totp_salt, user.totp_step = salt, step
    return await renew_recovery_codes(session, user_id)


async def turn_off(session: AsyncSession, user: DeskUser) -> None:
    """Ask this user for a password only."""
    stored = await session.get_one(DeskUser, user.id)
    stored.totp_salt, stored.totp_step = None, 0
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    await session.flush()


async def renew_recovery_codes(session: AsyncSession, user_id: int) -> list[str]:
    """Make new recovery codes in place of the old ones, and return them: only their hashes are kept."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=user_id, code_hash=_hash(code)) for code in codes)
    await session.flush()
    return codes


async def _use_step(session: AsyncSession, user: DeskUser, step: int) -> bool:
    used = update(DeskUser).where(DeskUser.id == user.id, DeskUser.totp_step < step).values(totp_step=step)
    return await _changed(session, used)


async def _use_recovery(session: AsyncSession, user: DeskUser, typed: str) -> bool:
    same = RecoveryCode.code_hash == _hash(typed)
    return await _changed(session, delete(RecoveryCode).where(RecoveryCode.user_id == user.id, same))


async def _changed(session: AsyncSession, statement: UpdateBase) -> bool:
    result = await session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def _recovery_code() -> str:
    """Return 80 random bits in four groups of four: too many to guess from a hash."""
    text = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def _hash(code: str) -> str:
    letters = re.sub(r"[^a-z2-7]", "", code.lower())
    return hashlib.sha256(letters.encode()).hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode(errors="replace"))
