"""An entrepreneur who comes back gets the account manager of before."""

from typing import Any

import pytest
from handoff_builders import MONDAY, away, desk, manager, request, save
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.enquirer import Enquirer
from handoff.models import AccountManager
from handoff.routing import Route, route
from kit import clock

BEFORE = {"conversation_id": "talk-1", "email": "Jan@example.nl", "phone": "+31356292222"}


@pytest.fixture
async def bram(session: AsyncSession) -> AccountManager:
    """Bram has a ticket of Jan; a new question would go to Anna, who comes first."""
    bram = manager("bram", topics=["coaching"])
    await save(session, desk(), manager("anna"), bram, manager("huizen", gemeenten=["huizen"]))
    await service.open_ticket(session, request(topic="coaching", **BEFORE), reaction_hours=8)
    return bram


async def asked_again(session: AsyncSession, enquirer: Enquirer, **changes: Any) -> Route:
    question: dict[str, Any] = {"gemeente": "hilversum", "topic": "subsidies", "moment": MONDAY}
    return await route(session, **question | changes, enquirer=enquirer)


@pytest.mark.parametrize(
    "enquirer",
    [
        Enquirer(conversation_id="talk-1"),
        Enquirer("another", email="jan@EXAMPLE.nl"),
        Enquirer("another", phone="+31356292222"),
        Enquirer("another", "somebody@example.nl", "+31356292222"),
    ],
)
async def test_the_same_conversation_or_contact_leads_to_the_same_person(
    session: AsyncSession, bram: AccountManager, enquirer: Enquirer
) -> None:
    found = await asked_again(session, enquirer)
    assert found.account_manager is bram
    assert found.reason.startswith("De ondernemer had op ")
    assert "al contact met Bram (vraag VD-" in found.reason


@pytest.mark.parametrize("enquirer", [Enquirer(), Enquirer("another", "piet@example.nl", "+31356292223")])
async def test_whoever_is_new_is_routed_as_always(
    session: AsyncSession, bram: AccountManager, enquirer: Enquirer
) -> None:
    assert (await asked_again(session, enquirer)).name == "Anna"


async def test_someone_who_left_or_is_away_is_not_waited_for(
    session: AsyncSession, bram: AccountManager
) -> None:
    again = Enquirer(conversation_id="talk-1")
    bram.absences = [away(str(clock.today()))]
    assert (await asked_again(session, again, moment=clock.now())).name == "Anna"
    bram.absences = []
    bram.active = False
    assert (await asked_again(session, again)).name == "Anna"


async def test_a_question_about_another_gemeente_goes_to_that_gemeente(
    session: AsyncSession, bram: AccountManager
) -> None:
    again = Enquirer(conversation_id="talk-1")
    assert (await asked_again(session, again, gemeente="huizen")).name == "Huizen"
    assert (await asked_again(session, again, gemeente=None)).name == "Bram"
    assert (await asked_again(session, again, gemeente="gooi", aliases=["hilversum"])).name == "Bram"


async def test_with_tickets_in_two_gemeenten_each_keeps_its_person(
    session: AsyncSession, bram: AccountManager
) -> None:
    await service.open_ticket(session, request(**BEFORE | {"gemeente": "huizen"}), reaction_hours=8)
    again = Enquirer(email="jan@example.nl")
    assert (await asked_again(session, again)).name == "Bram"
    assert (await asked_again(session, again, gemeente="huizen")).name == "Huizen"


async def test_the_desk_keeps_nobody_for_whom_there_is_an_account_manager(
    session: AsyncSession, bram: AccountManager
) -> None:
    await service.open_ticket(session, request(gemeente=None, email="nieuw@example.nl"), reaction_hours=8)
    assert (await asked_again(session, Enquirer(email="nieuw@example.nl"))).name == "Anna"


async def test_the_ticket_itself_says_why(session: AsyncSession, bram: AccountManager) -> None:
    ticket = await service.open_ticket(
        session, request(topic="subsidies", email="jan@example.nl"), reaction_hours=8
    )
    assert ticket.account_manager is bram
    assert "al contact met Bram" in ticket.routing_reason
