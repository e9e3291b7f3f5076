"""The live conversation at the desk: what comes in over the stream, and who may go on receiving it."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from channels_builders import until
from desk_builders import Browser, user_named
from fastapi import FastAPI, Request
from live_builders import streaming
from sqlalchemy import delete, select, update

from channels.conversations import repository
from channels.conversations.hub import INBOX
from channels.conversations.schemas import PostMessage
from channels.desk.entry import Entry
from channels.desk.guard import Visit
from channels.desk.live import events as live
from channels.desk.live import inbox as inbox_events
from channels.desk.live.inbox import Inbox
from channels.desk.models import DeskSession, DeskUser, Role
from channels.services import Services
from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.status import EventKind

pytest_plugins = ["desk_fixtures"]

type Make = Callable[..., Any]
type Enter = Callable[..., Any]


@pytest.fixture
async def enter(desk_app: FastAPI) -> AsyncIterator[Enter]:
    """Log somebody in at the same desk behind a real server."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(desk_app, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve([listening]))
    await until(lambda: server.started)
    async with contextlib.AsyncExitStack() as stack:

        async def open_browser(who: str) -> Browser:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            browser = Browser(await stack.enter_async_context(httpx.AsyncClient(base_url=address)))
            assert (await browser.log_in(who)).status_code == 303
            return browser

        yield open_browser
    server.should_exit = True
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait_for(serving, 10)
    listening.close()


def path_of(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.reference}"


async def test_what_the_entrepreneur_says_types_and_reads_comes_in_as_it_happens(
    enter: Enter, tickets: Make, services: Services, conversation: str
) -> None:
    anna, ticket = await enter("anna"), await tickets("anna", conversation_id=conversation)
    async with streaming(anna, f"{path_of(ticket)}/events", 3) as stream:
        assert "De digitale assistent voert dit gesprek" in (await stream.next())[2]
        await anna.act(ticket, "take-over")
        assert await stream.kinds(2) == ["message", "holder"]
        await services.conversations.show_typing(conversation, "entrepreneur")
        assert await stream.kinds(1) == ["typing"]
        await services.conversations.show_typing(conversation)  # of herself: nothing to tell
        await services.conversations.post(conversation, PostMessage(text="Bent u <b>daar</b>?"))
        kind, position, html = await stream.next()
        assert (kind, position) == ("message", "5")
        assert 'data-position="5"' in html and "Bent u &lt;b&gt;daar&lt;/b&gt;?" in html
        _, messages = await services.conversations.read(conversation)
        await services.conversations.mark_read(conversation, "entrepreneur", messages[-2].id)
        assert await stream.next() == ("read", None, '{"position": 4}')


async def test_a_stream_goes_on_after_the_last_message_on_the_page(
    enter: Enter, tickets: Make, services: Services, conversation: str
) -> None:
    anna, ticket = await enter("anna"), await tickets("anna", conversation_id=conversation)
    await services.conversations.post(conversation, PostMessage(text="gemist"))
    async with streaming(anna, f"{path_of(ticket)}/events", 3) as stream:
        assert "gemist" in (await stream.next())[2]
        assert await stream.kinds(2) == ["message", "holder"]


async def lose_session(services: Services, ticket: Ticket) -> None:
    async with services.database.transaction() as session:
        await session.execute(delete(DeskSession))


async def become_editor(services: Services, ticket: Ticket) -> None:
    async with services.database.transaction() as session:
        anna = await user_named(services, "anna")
        await session.execute(update(DeskUser).where(DeskUser.id == anna.id).values(role=Role.EDITOR))


async def lose_ticket(services: Services, ticket: Ticket) -> None:
    async with services.database.transaction() as session:
        bram = await session.get_one(AccountManager, "bram")
        await session.execute(
            update(Ticket).where(Ticket.id == ticket.id).values(account_manager_id=bram.id, gemeente="laren")
        )


@pytest.mark.parametrize("change", [lose_session, become_editor, lose_ticket])
async def test_who_may_no_longer_see_it_receives_nothing_more(
    enter: Enter, tickets: Make, services: Services, conversation: str, change: Callable[..., Any]
) -> None:
    anna, ticket = await enter("anna"), await tickets("anna", conversation_id=conversation)
    async with streaming(anna, f"{path_of(ticket)}/events", 3) as stream:
        assert await stream.kinds(1) == ["holder"]
        await change(services, ticket)
        await services.conversations.post(conversation, PostMessage(text="niet voor Anna"))
        assert await stream.next() == ("ended", None, "{}")
        with pytest.raises(EOFError):
            await stream.next()


async def test_a_session_that_ends_without_a_word_closes_the_stream(
    enter: Enter, tickets: Make, services: Services, conversation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY", 0.05)
    anna, ticket = await enter("anna"), await tickets("anna", conversation_id=conversation)
    async with streaming(anna, f"{path_of(ticket)}/events", 3) as stream:
        assert await stream.kinds(1) == ["holder"]
        await lose_session(services, ticket)
        assert await stream.kinds(1) == ["ended"]


async def test_the_stream_says_so_when_the_conversation_is_erased_and_is_not_there_afterwards(
    enter: Enter, tickets: Make, services: Services, conversation: str
) -> None:
    anna, ticket = await enter("anna"), await tickets("anna", conversation_id=conversation)
    async with streaming(anna, f"{path_of(ticket)}/events", 3) as stream:
        assert await stream.kinds(1) == ["holder"]
        await services.conversations.erase(conversation)
        assert await stream.kinds(1) == ["gone"]
    assert (await anna.get(f"{path_of(ticket)}/events")).status_code == 204


async def test_only_the_holder_marks_as_read(
    enter: Enter, tickets: Make, services: Services, conversation: str
) -> None:
    async def read_up_to() -> int:
        return (await services.conversations.read(conversation))[0].read_by_account_manager

    anna, ticket = await enter("anna"), await tickets("anna", conversation_id=conversation)
    await anna.act(ticket, "read", position="3")
    assert await read_up_to() == 0
    await anna.act(ticket, "take-over")
    assert await read_up_to() == 4
    await services.conversations.post(conversation, PostMessage(text="hallo"))
    boss = await enter("coordinator")
    assert (await boss.act(ticket, "read", position="5")).status_code == 204
    assert await read_up_to() == 4
    await anna.client.get(path_of(ticket))  # looking is reading, also without a script
    assert await read_up_to() == 5
    await anna.act(ticket, "read", position="9999")
    assert await read_up_to() == 5


async def test_the_same_answer_sent_twice_arrives_once(
    enter: Enter, tickets: Make, services: Services, conversation: str
) -> None:
    anna, ticket = await enter("anna"), await tickets("anna", conversation_id=conversation)
    for _ in range(2):
        assert (await anna.act(ticket, "replies", text="Goedemorgen", key="sleutel-1")).status_code == 303
    _, messages = await services.conversations.read(conversation)
    assert [message.text for message in messages].count("Goedemorgen") == 1
    async with services.database.reading() as session:
        kept = await session.scalars(select(TicketEvent.note).where(TicketEvent.kind == EventKind.REPLY))
        assert list(kept).count("Goedemorgen") == 1


async def test_what_nobody_answered_yet_is_for_who_takes_over(
    enter: Enter, tickets: Make, services: Services, conversation: str
) -> None:
    """The question that the assistant was thinking of must not be forgotten."""
    anna, ticket = await enter("anna"), await tickets("anna", conversation_id=conversation)
    async with services.database.transaction() as session:
        held = await repository.lock_conversation(session, conversation)
        await repository.add_message(session, held, "entrepreneur", "Wie helpt mij?")
    await anna.act(ticket, "take-over")
    async with services.database.reading() as session:
        kept = await session.scalars(select(TicketEvent.note).where(TicketEvent.kind == EventKind.REPLY))
        assert list(kept) == ["Wie helpt mij?"]


async def test_who_holds_the_conversation_closes_the_ticket_from_it(
    enter: Enter, tickets: Make, services: Services, conversation: str
) -> None:
    anna, ticket = await enter("anna"), await tickets("anna", conversation_id=conversation)
    await anna.act(ticket, "replies", text="Dat mag.")
    assert "Rond de vraag af" in (await anna.get(path_of(ticket))).text
    await anna.act(ticket, "status", status="afgehandeld")
    held, _ = await services.conversations.read(conversation)
    assert held.holder == "assistant"
    assert "Rond de vraag af" not in (await anna.get(path_of(ticket))).text


async def test_new_questions_and_reactions_come_to_every_page_and_only_to_who_may_see_them(
    enter: Enter, tickets: Make, services: Services, conversation: str
) -> None:
    anna, bram = await enter("anna"), await enter("bram")
    old = await tickets("anna", conversation_id=conversation)
    async with (
        streaming(anna, "/desk/inbox/events") as hers,
        streaming(bram, "/desk/inbox/events") as his,
    ):
        assert await hers.kinds(1) == await his.kinds(1) == ["ready"]
        await anna.act(old, "replies", text="Goedemorgen")  # her own word is no news
        await services.conversations.post(conversation, PostMessage(text="Fijn"))
        kind, _, data = await hers.next()
        assert kind == "news" and json.loads(data)["reference"] == old.reference
        assert json.loads(data)["text"] == f"Nieuw bericht van de ondernemer bij vraag {old.reference}"
        fresh = await tickets(None, gemeente="laren")
        await services.hub.publish(INBOX)
        assert json.loads((await his.next())[2])["text"] == f"Nieuwe vraag {fresh.reference}"
        await lose_session(services, old)
        await services.hub.publish(INBOX)
        assert await hers.kinds(1) == ["ended"]


async def test_news_that_was_missed_comes_after_all_and_nothing_is_skipped(
    enter: Enter, tickets: Make, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await enter("anna")
    async with streaming(anna, "/desk/inbox/events") as stream:
        _, last, _ = await stream.next()
    missed = [await tickets("anna") for _ in range(3)]
    async with streaming(anna, "/desk/inbox/events", last) as stream:
        assert await stream.kinds(1) == ["ready"]
        told = [json.loads((await stream.next())[2]) for _ in missed]
    assert [each["reference"] for each in told] == [ticket.reference for ticket in missed]
    # A number that was committed late is still told: it is not older than what may come in between.
    visit = Visit(Request({"type": "http", "headers": []}), services, await entry_of(services, "anna"))
    inbox = Inbox(int(last or 0))
    async with services.database.reading() as session:
        assert len(await inbox.news(session, visit)) == 3
        assert inbox.settled == int(last or 0) and await inbox.news(session, visit) == []
        monkeypatch.setattr(inbox_events, "SETTLES_WITHIN", timedelta(0))
        await inbox.news(session, visit)
    assert inbox.settled == told[-1]["event"]


async def entry_of(services: Services, name: str) -> Entry:
    async with services.database.reading() as session:
        manager = await session.get(AccountManager, name)
    return Entry(await user_named(services, name), manager, "", frozenset({"hilversum"}))
