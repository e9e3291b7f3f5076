"""Finding tickets by words, on both kinds of database."""

from collections.abc import Sequence

import pytest
from handoff_builders import request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import Ticket
from handoff.service import add_note, open_ticket
from handoff.tickets import searching
from handoff.tickets.models import TicketTag
from handoff.tickets.searching import found_by
from kit.sql import is_one_of


async def find(session: AsyncSession, words: str) -> Sequence[str]:
    return (await session.scalars(select(Ticket.name).where(await found_by(session, words)))).all()


WORDS = {
    "uitbouw": True,
    "UITBOUW terras": True,
    "terras uitbouw": True,
    "sanne@example.nl": True,
    "Sanne": True,
    "advies gevraagd": True,
    "uitbouw zwembad": False,
    "zwembad": False,
    "%": False,
    "_": False,
    "&|!():*": False,
    "'": False,
}


async def test_all_words_must_be_there_and_signs_mean_nothing(session: AsyncSession) -> None:
    asked = request(name="Sanne", email="sanne@example.nl", question="Mag ik een uitbouw met terras?")
    ticket = await open_ticket(session, asked, reaction_hours=16)
    await open_ticket(session, request(name="Ander", question="Iets anders"), reaction_hours=16)
    await add_note(session, ticket, "Ik heb advies gevraagd.", "Anna")
    for words, found in WORDS.items():
        assert await find(session, words) == (["Sanne"] if found else []), words


async def test_on_postgresql_another_form_of_a_word_is_found_too(session: AsyncSession) -> None:
    if session.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite finds parts of words, not forms of them")
    asked = request(name="Sanne", question="Ik wil twee vergunningen aanvragen")
    await open_ticket(session, asked, reaction_hours=16)
    assert await find(session, "vergunning") == ["Sanne"]
    assert await find(session, "aangevraagde") == []


async def test_a_ticket_that_goes_takes_its_words_along(session: AsyncSession) -> None:
    ticket = await open_ticket(session, request(question="Een uitbouw"), reaction_hours=16)
    await session.delete(ticket)
    await session.flush()
    assert await find(session, "uitbouw") == []


@pytest.mark.parametrize("most", [-1, searching._MOST_LOOKED_UP])
async def test_few_tickets_and_very_many_are_found_alike(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(searching, "_MOST_LOOKED_UP", most)
    await open_ticket(session, request(name="Sanne", question="Mag ik een terras?"), reaction_hours=16)
    assert await find(session, "terras") == ["Sanne"]


async def test_one_of_what_a_query_gives_is_the_same_on_both_databases(session: AsyncSession) -> None:
    ticket = await open_ticket(session, request(name="Sanne"), reaction_hours=16)
    await open_ticket(session, request(name="Ander"), reaction_hours=16)
    session.add(TicketTag(ticket_id=ticket.id, tag="terras"))
    await session.flush()
    tagged = select(TicketTag.ticket_id).where(TicketTag.tag == "terras")
    names = select(Ticket.name).where(is_one_of(Ticket.id, tagged))
    assert (await session.scalars(names)).all() == ["Sanne"]
