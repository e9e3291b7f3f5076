"""One-time codes with which a conversation of the website goes on in a messenger."""

import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from channels.messaging.chats import Hide
from channels.messaging.models import MessengerCode
from kit import clock

VALID_FOR = timedelta(minutes=15)
# Without letters and digits that look alike; ten of these 29 are some 48 random bits.
_ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXYZ"
_LENGTH = 10
_CODE = re.compile(rf"\bVD([{_ALPHABET}]{{{_LENGTH}}})\b")


async def make(session: AsyncSession, conversation_id: str, hide: Hide) -> tuple[str, datetime]:
    """Make a code for a conversation and return it with its end; an earlier one of it ends now."""
    await session.execute(delete(MessengerCode).where(MessengerCode.conversation_id == conversation_id))
    code = "VD" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    expires_at = clock.now() + VALID_FOR
    row = MessengerCode(
        code_hash=hide(f"code:{code}"), conversation_id=conversation_id, expires_at=expires_at
    )
    session.add(row)
    await session.flush()
    return code, expires_at


def find(text: str) -> str | None:
    """Return the code in a text, if there is one."""
    match = _CODE.search(text.upper())
    return match[0] if match else None


async def redeem(session: AsyncSession, code: str, hide: Hide) -> str | None:
    """Use a code up and return its conversation; nothing when it is unknown, used or too old."""
    row = await session.get(MessengerCode, hide(f"code:{code}"), with_for_update=True)
    if row is None:
        return None
    conversation_id, valid = row.conversation_id, row.expires_at > clock.now()
    await session.delete(row)
    await session.flush()
    return conversation_id if valid else None


async def purge(session: AsyncSession) -> None:
    """Delete the codes that nobody used."""
    await session.execute(delete(MessengerCode).where(MessengerCode.expires_at < clock.now()))
