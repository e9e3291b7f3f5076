"""A copy of a conversation by e-mail, to an address that its entrepreneur names."""

import hashlib

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations import repository
from channels.errors import BadFieldError, CopiesError
from handoff import outbox
from handoff.contact import parse_email
from handoff.errors import ContactError
from handoff.notices import EMAIL
from handoff.outbox.models import OutboxEntry

MOST = 3
"""Copies of one conversation: nobody needs more, and it must be of no use to who wants to bother others."""


async def put_copy(session: AsyncSession, conversation_id: str, typed: str) -> None:
    """Put a copy in the outbox; the same conversation to the same address twice is once.

    Raises:
        UnknownConversationError: there is none with this id.
        BadFieldError: it is no e-mail address.
        CopiesError: there were too many already.
    """
    try:
        address = parse_email(typed)
    except ContactError as error:
        raise BadFieldError("email", str(error)) from None
    conversation = await repository.get_conversation(session, conversation_id)
    start = f"{EMAIL}:copy:{conversation_id}:"
    to = hashlib.sha256(address.encode()).hexdigest()[:16]
    key = f"{start}{conversation.last_position}:{to}"
    kept = await session.scalars(
        select(OutboxEntry.key).where(func.substr(OutboxEntry.key, 1, len(start)) == start)
    )
    known = set(kept)
    if key not in known and len(known) >= MOST:
        raise CopiesError(MOST)
    await outbox.put(session, EMAIL, key, {"letter": "copy", "conversation": conversation_id, "to": address})
