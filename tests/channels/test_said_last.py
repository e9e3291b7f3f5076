"""A typed choice looks at what the assistant said last, and not at all of a long conversation."""

import pytest

from channels.conversations import repository
from channels.conversations.models import Conversation, Sender
from kit import clock
from kit.database import Database


@pytest.mark.parametrize(
    ("senders", "expected"),
    [
        ((), []),
        (("assistant",), [1]),
        (("assistant", "entrepreneur", "assistant", "assistant"), [3, 4]),
        (("assistant", "entrepreneur"), []),
        (("assistant", "account-manager", "assistant"), [3]),
        (("assistant", "system"), []),
    ],
)
async def test_only_what_was_said_since_somebody_else_spoke(
    database: Database, senders: tuple[Sender, ...], expected: list[int]
) -> None:
    now = clock.now()
    async with database.transaction() as session:
        moments = {"created_at": now, "last_active_at": now}
        conversation = Conversation(id="one", token_hash="hash", channel="web", language="nl", **moments)
        session.add(conversation)
        await session.flush()
        for sender in senders:
            await repository.add_message(session, conversation, sender, "tekst")
    async with database.reading() as session:
        found = await repository.said_last(session, "one")
    assert [message.position for message in found] == expected
