"""Texts that are sent often: own and shared, filled in and looked at before they are sent."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from channels.services import Services
from handoff.service import events_of
from handoff.status import EventKind
from handoff.tickets.models import CannedReply

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

PAGE = "/desk/canned"


async def texts(services: Services) -> list[tuple[str, str, str]]:
    async with services.database.reading() as session:
        found = await session.scalars(select(CannedReply).order_by(CannedReply.id))
        return [(each.owner_id, each.title, each.text) for each in found]


async def test_a_text_is_put_in_an_answer_filled_in_and_not_sent(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    before = await services.conversations.read(conversation)
    await anna.send(
        PAGE, PAGE, title="Afspraak", text="Dag {naam}, over {kenmerk} in {gemeente}. {accountmanager}"
    )
    page = (await anna.get(f"/desk/tickets/{ticket.reference}")).text
    assert '<option value="1">Afspraak</option>' in page
    shown = await anna.act(ticket, "replies/draft", text="Goedemorgen.", canned_id="1")
    filled = f"Dag Jan Ondernemer, over {ticket.reference} in Hilversum. Anna Voorbeeld"
    assert shown.status_code == 200 and f"Goedemorgen.\n\n{filled}</textarea>" in shown.text
    async with services.database.reading() as session:
        assert EventKind.REPLY not in [event.kind for event in await events_of(session, ticket)]
    assert len((await services.conversations.read(conversation))[1]) == len(before[1])


async def test_a_ticket_of_nobody_gets_no_answer(browse: Browse, tickets: Make) -> None:
    ticket, anna = await tickets(None), await browse("anna")
    await anna.send(PAGE, PAGE, title="Groet", text="Dag")
    response = await anna.act(ticket, "replies/draft", canned_id="1")
    assert response.status_code == 400 and "Pak de vraag eerst op." in response.text


async def test_a_text_that_does_not_exist_keeps_what_was_typed(browse: Browse, tickets: Make) -> None:
    ticket, anna = await tickets("anna"), await browse("anna")
    for canned_id in ("", "7", "x", "\x00"):
        response = await anna.act(ticket, "replies/draft", text="Bewaar dit", canned_id=canned_id)
        assert response.status_code == 400 and "Bewaar dit</textarea>" in response.text


async def test_an_unknown_variable_is_refused_on_saving(browse: Browse, services: Services) -> None:
    anna = await browse("anna")
    response = await anna.send(PAGE, PAGE, title="Groet", text="Dag {voornaam}")
    assert response.status_code == 400
    assert (
        "De variabele {voornaam} bestaat niet" in response.text
        and "Dag {voornaam}</textarea>" in response.text
    )
    assert await texts(services) == []


async def test_own_texts_are_ones_own_and_shared_ones_are_the_coordinators(
    browse: Browse, services: Services, tickets: Make
) -> None:
    anna, bram, coordinator = await browse("anna"), await browse("bram"), await browse("coordinator")
    await anna.send(PAGE, PAGE, title="Van Anna", text="Dag", shared="yes")
    await coordinator.send(PAGE, PAGE, title="Van allen", text="Hallo", shared="yes")
    assert await texts(services) == [("anna", "Van Anna", "Dag"), ("", "Van allen", "Hallo")]
    seen = (await bram.get(PAGE)).text
    assert "Van allen" in seen and "Van Anna" not in seen
    for canned_id in (1, 2):
        for door in ("", "/remove"):
            response = await bram.send(f"{PAGE}/{canned_id}{door}", PAGE, title="x", text="y")
            assert response.status_code == 404
    assert (
        await coordinator.send(f"{PAGE}/2", PAGE, title="Nieuw", text="Hoi", shared="yes")
    ).status_code == 303
    await anna.send(f"{PAGE}/1/remove", PAGE)
    assert await texts(services) == [("", "Nieuw", "Hoi")]


@pytest.mark.parametrize("path", ["onzin", "0", "99", "9" * 30])
async def test_a_text_that_is_not_there_is_not_found(browse: Browse, path: str) -> None:
    anna = await browse("anna")
    assert (await anna.get(f"{PAGE}?edit={path}")).status_code == 404
    assert (await anna.send(f"{PAGE}/{path}/remove", PAGE)).status_code == 404
