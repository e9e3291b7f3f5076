"""What an account manager writes at a ticket: notes and replies, and the refused ones."""

from collections.abc import Callable
from typing import Any

import pytest
from desk_builders import reload
from ticket_readers import events, holder, said

from channels.conversations.schemas import PostMessage
from channels.services import Services
from handoff.status import EventKind, TicketStatus

pytest_plugins = ["desk_fixtures"]
type Browse = Callable[..., Any]
type Make = Callable[..., Any]


async def test_a_note_stays_inside(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    before = len(await said(services, conversation))
    response = await anna.act(ticket, "notes", text=" Bel voor drie uur ")
    assert response.status_code == 303
    assert await events(services, ticket) == [(EventKind.NOTE, "Anna Voorbeeld", "Bel voor drie uur")]
    assert len(await said(services, conversation)) == before


async def test_a_reply_appears_in_the_chat_and_silences_the_assistant(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    response = await anna.act(ticket, "replies", text="Goedemorgen,\r\n\r\ndat mag.")
    assert "staat in de chat" in (await anna.get(response.headers["location"])).text
    last = (await said(services, conversation))[-1]
    assert (last.sender, last.sender_name) == ("account-manager", "Anna Voorbeeld")
    assert last.text == "Goedemorgen,\n\ndat mag."
    assert (await reload(services, ticket)).status is TicketStatus.WAITING
    assert (await events(services, ticket))[0] == (EventKind.REPLY, "Anna Voorbeeld", last.text)
    assert await services.conversations.post(conversation, PostMessage(text="Dank u")) == []
    # The entrepreneur answered, so that nobody waits for that any more.
    assert (await reload(services, ticket)).status is TicketStatus.IN_PROGRESS


async def test_a_second_reply_needs_no_second_announcement(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    before = len(await said(services, conversation))
    for text in ("een", "twee"):
        assert (await anna.act(ticket, "replies", text=text)).status_code == 303
    senders = [message.sender for message in (await said(services, conversation))[before:]]
    assert senders == ["system", "account-manager", "account-manager"]


@pytest.mark.parametrize("gone", ["erased", "never there", "unknown"])
async def test_without_a_conversation_the_reply_is_only_recorded_and_the_page_says_so(
    browse: Browse, tickets: Make, services: Services, conversation: str, gone: str
) -> None:
    known = {"erased": conversation, "never there": None, "unknown": "bestaat-niet-meer"}[gone]
    ticket, anna = await tickets("anna", conversation_id=known), await browse("anna")
    if gone == "erased":
        await services.conversations.erase(conversation)
    response = await anna.act(ticket, "replies", text="Ik bel u morgen")
    page = (await anna.get(response.headers["location"])).text
    assert "alleen vastgelegd" in page and "Mail of bel" in page
    assert (await events(services, ticket))[0] == (EventKind.REPLY, "Anna Voorbeeld", "Ik bel u morgen")


@pytest.mark.parametrize("text", ["", " ", "\n\r\n", "\u200b", "\u2800"])
@pytest.mark.parametrize("action", ["replies", "notes"])
async def test_an_empty_text_is_refused_at_its_field(
    browse: Browse, tickets: Make, services: Services, conversation: str, action: str, text: str
) -> None:
    ticket = await tickets("anna", conversation_id=conversation)
    response = await (await browse("anna")).act(ticket, action, text=text)
    assert response.status_code == 400
    name = {"replies": "reply", "notes": "note"}[action]
    assert (
        f'id="{name}-error"' in response.text
        and f'aria-describedby="{name}-error {name}-hint"' in response.text
    )
    assert "is leeg" in response.text and "<title>Fout: " in response.text
    assert await events(services, ticket) == []
    assert await holder(services, conversation) is None


@pytest.mark.parametrize(
    ("text", "status"),
    [("a" * 5000, 303), ("a" * 5001, 400), ("é" * 5000, 303), ("😀" * 5000, 303), ("😀" * 5001, 400)],
)
async def test_a_reply_has_at_most_five_thousand_characters_and_too_much_is_kept(
    browse: Browse, tickets: Make, services: Services, conversation: str, text: str, status: int
) -> None:
    ticket = await tickets("anna", conversation_id=conversation)
    response = await (await browse("anna")).act(ticket, "replies", text=text)
    assert response.status_code == status
    if status == 400:
        assert "te lang: 5001 tekens" in response.text and f"{text}</textarea>" in response.text
        assert await events(services, ticket) == []
    else:
        assert (await said(services, conversation))[-1].text == text


async def test_a_form_beyond_measure_is_refused(browse: Browse, tickets: Make) -> None:
    response = await (await browse("anna")).act(await tickets("anna"), "replies", text="a" * 300_000)
    assert response.status_code == 413 and "<h1>Te groot</h1>" in response.text


async def test_a_closed_ticket_takes_no_reply_and_keeps_the_text(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket = await tickets("anna", conversation_id=conversation, status=TicketStatus.CLOSED)
    anna = await browse("anna")
    response = await anna.act(ticket, "replies", text="Nog iets: <b>dit</b>")
    assert response.status_code == 400
    assert "Deze vraag is afgehandeld." in response.text
    assert "Nog iets: &lt;b&gt;dit&lt;/b&gt;</textarea>" in response.text
    assert await events(services, ticket) == []
    assert await holder(services, conversation) is None
    assert (await anna.act(ticket, "take-over")).status_code == 400


async def test_a_reply_in_the_conversation_of_a_colleague_is_refused_and_kept(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket = await tickets("anna", conversation_id=conversation)
    await services.conversations.take_over(conversation, "bram", "Bram Voorbeeld")
    anna = await browse("anna")
    response = await anna.act(ticket, "replies", text="Mijn antwoord")
    assert response.status_code == 400
    assert "gevoerd door Bram Voorbeeld" in response.text and "Mijn antwoord</textarea>" in response.text
    assert await events(services, ticket) == []
    assert (await anna.act(ticket, "give-back")).status_code == 400
    assert await holder(services, conversation) == "bram"


async def test_personal_numbers_in_a_reply_are_not_stored(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket = await tickets("anna", conversation_id=conversation)
    await (await browse("anna")).act(ticket, "replies", text="Uw BSN is 111222333")
    assert "111222333" not in (await said(services, conversation))[-1].text
    assert "111222333" not in str(await events(services, ticket))
