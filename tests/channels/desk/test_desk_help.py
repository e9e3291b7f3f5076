"""Help with an answer: what the assistant would say now, what a check found, and sending an article."""

from collections.abc import Callable
from typing import Any

import pytest
from desk_builders import reload
from sqlalchemy import func, select

from assistant.actions.memory import CheckDraft, Memory, load_memory, save_memory
from assistant.actions.models import MemoryRow
from assistant.schemas import Reply
from channels.services import Services
from handoff.models import TicketEvent
from handoff.status import EventKind, TicketStatus
from knowledge.gaps.models import GapQuestion

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

REMEMBERED = Memory(gemeente="laren", topic="omgevingsplan", question="mag het?", ticket_reference="VD-1")


async def counts(services: Services) -> tuple[int | None, int | None]:
    async with services.database.reading() as session:
        return (
            await session.scalar(select(func.count()).select_from(MemoryRow)),
            await session.scalar(select(func.count()).select_from(GapQuestion)),
        )


async def test_what_the_assistant_would_answer_now_is_shown_and_leaves_no_trace(
    services: Services, browse: Browse, tickets: Make, conversation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, ticket = await browse("anna"), await tickets("anna", conversation_id=conversation)
    async with services.database.transaction() as session:
        await save_memory(session, conversation, REMEMBERED)
    before, said = await counts(services), await services.conversations.read(conversation)
    known: list[Memory] = []
    respond = services.engine.respond

    async def look_and_respond(conversation_id: str, **asked: Any) -> list[Reply]:
        async with services.database.reading() as session:
            known.append(await load_memory(session, conversation_id))
        assert conversation_id != conversation
        return await respond(conversation_id, **asked)

    monkeypatch.setattr(services.engine, "respond", look_and_respond)
    page = (await anna.get(f"/desk/tickets/{ticket.reference}/help")).text
    assert "De assistent zou nu dit antwoorden" in page
    assert "Regel uit het gesprek" in page  # the last question of the conversation, not that of the ticket
    assert known[0].gemeente == "laren" and known[0].hand_off is None
    assert await counts(services) == before
    async with services.database.reading() as session:
        assert await load_memory(session, conversation) == REMEMBERED
    after = await services.conversations.read(conversation)
    assert [message.id for message in after[1]] == [message.id for message in said[1]]


async def test_articles_are_found_by_other_words_that_stand_in_no_address(
    browse: Browse, tickets: Make, conversation: str
) -> None:
    anna, ticket = await browse("anna"), await tickets("anna", conversation_id=conversation)
    path = f"/desk/tickets/{ticket.reference}"
    found = await anna.send(f"{path}/help", path, q="kapsalon aan huis")
    assert found.status_code == 200 and 'value="kapsalon-hilversum"' in found.text
    assert "kapsalon-oud" not in found.text  # expired
    assert "Er is geen artikel gevonden" in (await anna.send(f"{path}/help", path, q="zwembad")).text
    assert (await anna.send(f"{path}/help", path, q="​")).status_code == 200


async def test_an_article_is_sent_with_one_click_with_its_sources_and_once(
    services: Services, browse: Browse, tickets: Make, conversation: str
) -> None:
    anna, ticket = await browse("anna"), await tickets("anna", conversation_id=conversation)
    for _ in range(2):
        sent = await anna.act(ticket, "articles", article_id="kapsalon-hilversum", key="een-keer")
        assert sent.status_code == 303
    held, messages = await services.conversations.read(conversation)
    assert (held.holder, held.holder_name) == ("account-manager", "Anna Voorbeeld")
    [message] = [message for message in messages if message.sender == "account-manager"]
    assert message.text.startswith("Ja, een kapsalon aan huis mag in Hilversum.")
    assert message.sender_name == "Anna Voorbeeld"
    answer = message.answer or {}
    assert (answer["kind"], answer["articleId"]) == ("article", "kapsalon-hilversum")
    assert answer["sources"][0]["title"] == "Bestemmingsplan Centrum" and answer["sources"][0]["checkedOn"]
    assert (await reload(services, ticket)).status is TicketStatus.WAITING
    async with services.database.reading() as session:
        kept = await session.scalars(select(TicketEvent.note).where(TicketEvent.kind == EventKind.REPLY))
        assert sum("kapsalon aan huis mag" in str(note) for note in kept) == 1


@pytest.mark.parametrize("article_id", ["", "bestaat-niet", "kapsalon-oud", "../users"])
async def test_an_article_that_is_not_valid_is_not_sent(
    services: Services, browse: Browse, tickets: Make, conversation: str, article_id: str
) -> None:
    anna, ticket = await browse("anna"), await tickets("anna", conversation_id=conversation)
    refused = await anna.act(ticket, "articles", article_id=article_id)
    assert refused.status_code == 400 and "niet meer geldig" in refused.text
    assert (await services.conversations.read(conversation))[0].holder == "assistant"


async def test_an_article_goes_to_no_closed_ticket(browse: Browse, tickets: Make, conversation: str) -> None:
    anna = await browse("anna")
    ticket = await tickets("anna", conversation_id=conversation, status=TicketStatus.CLOSED)
    refused = await anna.act(ticket, "articles", article_id="kapsalon-hilversum")
    assert refused.status_code == 400 and "afgehandeld" in refused.text
    page = (await anna.get(f"/desk/tickets/{ticket.reference}/help")).text
    assert "Stuur dit artikel" not in page


async def test_what_a_check_found_so_far_is_shown(
    services: Services, browse: Browse, tickets: Make, conversation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, ticket = await browse("anna"), await tickets("anna", conversation_id=conversation)
    async with services.database.transaction() as session:
        draft = CheckDraft(check="bestaat-niet", answers={"gemeente": "laren"})
        await save_memory(session, conversation, Memory(check=draft))
    assert await services.engine.found(conversation) == []

    async def found(_: str) -> list[Any]:
        return [{"check": "Werken aan huis", "verdict": "waarschijnlijk toegestaan", "finished": False}]

    monkeypatch.setattr(services.engine, "found", found)
    page = (await anna.get(f"/desk/tickets/{ticket.reference}/help")).text
    assert "Werken aan huis: waarschijnlijk toegestaan (de check is niet afgemaakt)" in page
