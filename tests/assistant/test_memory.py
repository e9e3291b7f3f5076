"""What is remembered of a conversation, on every kind of database."""

from datetime import UTC, datetime

import pytest

from assistant.actions.memory import HandOffDraft, Memory, erase_memory, load_memory, save_memory
from assistant.actions.models import MemoryRow
from kit.database import Database

MOMENT = datetime(2026, 11, 21, tzinfo=UTC)
FULL = Memory(
    gemeente="laren",
    gemeente_asked=True,
    topic="subsidies",
    question="Wat is 'er' met \"een\" \\ en 😀?",
    article_id="a",
    answered_with="a",
    alternatives=["b", "c"],
    clarified=[["b", "c"]],
    pending="gemeente",
    hand_off=HandOffDraft(step="summary", name="李", consent_at=MOMENT, refusals=1),
    ticket_reference="VD-2345678923",
)


@pytest.mark.parametrize("memory", [Memory(), FULL], ids=["empty", "full"])
async def test_memory_comes_back_as_it_went(database: Database, memory: Memory) -> None:
    async with database.transaction() as session:
        await save_memory(session, "one", memory)
    async with database.reading() as session:
        assert await load_memory(session, "one") == memory


async def test_of_an_unknown_conversation_nothing_is_remembered(database: Database) -> None:
    async with database.reading() as session:
        assert await load_memory(session, "nobody") == Memory()


async def test_saving_again_replaces(database: Database) -> None:
    for memory in (FULL, Memory(gemeente="huizen")):
        async with database.transaction() as session:
            await save_memory(session, "one", memory)
    async with database.reading() as session:
        assert await load_memory(session, "one") == Memory(gemeente="huizen")


async def test_erasing_forgets_one_conversation_and_no_other(database: Database) -> None:
    async with database.transaction() as session:
        await save_memory(session, "one", FULL)
        await save_memory(session, "two", FULL)
        await erase_memory(session, "one")
        await erase_memory(session, "never-there")
    async with database.reading() as session:
        assert await load_memory(session, "one") == Memory()
        assert await load_memory(session, "two") == FULL


async def test_a_memory_of_an_earlier_version_is_still_read(database: Database) -> None:
    async with database.transaction() as session:
        await save_memory(session, "one", Memory())
        row = await session.get_one(MemoryRow, "one")
        row.content = {"gemeente": "laren", "no_longer_there": 1}
    async with database.reading() as session:
        assert (await load_memory(session, "one")).gemeente == "laren"
