"""What an entrepreneur hears before a hand-off when nobody is there, and that the question can be left."""

from collections.abc import AsyncIterator
from datetime import date, datetime, time

import pytest
import time_machine
from assistant_builders import Chat, kind
from sqlalchemy import update

from assistant.actions.turn import Services
from handoff.models import AccountManager
from kit.clock import AMSTERDAM

EVENING = datetime(2026, 11, 24, 19, 0, tzinfo=AMSTERDAM)
CHRISTMAS = datetime(2026, 12, 25, 11, 0, tzinfo=AMSTERDAM)
DAYTIME = datetime(2026, 11, 24, 11, 0, tzinfo=AMSTERDAM)
OFFICE = {"monday": [["09:00", "17:00"]], "tuesday": [["09:00", "17:00"]], "thursday": [["09:00", "12:00"]]}
THURSDAY = {"thursday": OFFICE["thursday"]}


@pytest.fixture
async def chat(services: Services) -> AsyncIterator[Chat]:
    """Nobody was seen at the desk; the account manager of Laren works on Thursday mornings only."""
    async with services.database.transaction() as session:
        await session.execute(update(AccountManager).values(seen_at=None, working_hours=OFFICE))
        await session.execute(
            update(AccountManager).where(AccountManager.id == "gijs-voorbeeld").values(working_hours=THURSDAY)
        )
    yield Chat(services)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (
            EVENING,
            "Het is nu buiten kantooruren. Op donderdag 26 november om 09:00 uur is "
            "Gijs Voorbeeld (voorbeeld) er weer. U kunt uw vraag nu al achterlaten.",
        ),
        (
            CHRISTMAS,
            "Het kantoor is vandaag dicht: Eerste kerstdag. Op donderdag 31 december om 09:00 uur is "
            "Gijs Voorbeeld (voorbeeld) er weer. U kunt uw vraag nu al achterlaten.",
        ),
        (
            DAYTIME,
            "Op dit moment is er niemand aanwezig om uw vraag te beantwoorden. Op donderdag 26 november om "
            "09:00 uur is Gijs Voorbeeld (voorbeeld) er weer. U kunt uw vraag nu al achterlaten.",
        ),
    ],
)
async def test_why_nobody_is_there_and_when_somebody_is(chat: Chat, moment: datetime, said: str) -> None:
    with time_machine.travel(moment, tick=False):
        await chat.choose("gemeente:laren")
        told, asked = await chat.choose("hand-off")
        assert (told.text, kind(told)) == (said, "notice")
        assert "Wat is uw naam?" in asked.text
        [following] = await chat.type("Sanne de Wit")
        assert "telefoonnummer" in following.text


async def test_in_english_it_is_said_in_english(chat: Chat) -> None:
    with time_machine.travel(CHRISTMAS, tick=False):
        await chat.choose("language:en")
        await chat.choose("gemeente:laren")
        told, _ = await chat.choose("hand-off")
    assert told.text == (
        "The office is closed today: Christmas Day. From Thursday 31 December at 09:00, "
        "Gijs Voorbeeld (voorbeeld) is there again. You can leave your question here now."
    )


async def test_it_is_said_once_it_is_known_who_gets_the_question_and_the_question_can_be_left(
    chat: Chat,
) -> None:
    with time_machine.travel(EVENING, tick=False):
        [asked] = await chat.choose("hand-off")
        assert "In welke gemeente" in asked.text
        told, _ = await chat.choose("gemeente:laren")
        assert told.text.startswith("Het is nu buiten kantooruren.")
        for text in ("Sanne de Wit", "sanne@voorbeeld.nl", "Wie leest mijn plan?"):
            [_] = await chat.type(text)
        await chat.choose("yes")
        [sent] = await chat.choose("yes")
    assert kind(sent) == "ticket"
    [ticket] = await chat.tickets()
    assert "Gijs Voorbeeld (voorbeeld) werkt nu niet" in ticket.routing_reason


async def test_who_is_there_is_not_announced(chat: Chat) -> None:
    thursday = datetime.combine(date(2026, 11, 26), time(10), AMSTERDAM)
    with time_machine.travel(thursday, tick=False):
        await chat.choose("gemeente:laren")
        [asked] = await chat.choose("hand-off")
    assert "Wat is uw naam?" in asked.text


async def test_a_second_question_in_the_same_conversation_goes_to_the_same_person(
    chat: Chat, services: Services
) -> None:
    thursday = datetime.combine(date(2026, 11, 26), time(10), AMSTERDAM)
    with time_machine.travel(thursday, tick=False):
        await chat.to_summary()
        await chat.choose("yes")
        async with services.database.transaction() as session:
            session.add(
                AccountManager(
                    id="aad-voorbeeld",
                    name="Aad Voorbeeld",
                    email="aad@example.nl",
                    gemeenten=["laren"],
                    topics=["subsidies"],
                    working_hours=OFFICE,
                )
            )
        await chat.choose("topic:subsidies")
        [asked] = await chat.choose("hand-off")
        assert "Gijs Voorbeeld" in asked.text
        stranger = Chat(services)
        await stranger.choose("gemeente:laren")
        await stranger.choose("topic:subsidies")
        told = await stranger.choose("hand-off")
    assert "Aad Voorbeeld" in told[-1].text


async def test_who_comes_or_goes_between_consent_and_sending_makes_consent_asked_anew(
    chat: Chat, services: Services
) -> None:
    thursday = datetime.combine(date(2026, 11, 26), time(10), AMSTERDAM)
    with time_machine.travel(thursday, tick=False):
        await chat.to_summary()
        async with services.database.transaction() as session:
            gijs = await session.get_one(AccountManager, "gijs-voorbeeld")
            gijs.active = False
        [asked] = await chat.choose("yes")
        assert "Gijs" not in asked.text and "Gaat u daarmee akkoord?" in asked.text
        assert await chat.tickets() == []
        await chat.choose("yes")
        [sent] = await chat.choose("yes")
    [ticket] = await chat.tickets()
    assert kind(sent) == "ticket"
    assert ticket.consent_text == asked.text
    assert ticket.account_manager and ticket.account_manager.name in ticket.consent_text


async def test_another_contact_that_belongs_to_somebody_elses_client_makes_consent_asked_anew(
    chat: Chat, services: Services
) -> None:
    thursday = datetime.combine(date(2026, 11, 26), time(10), AMSTERDAM)
    with time_machine.travel(thursday, tick=False):
        first = Chat(services)
        await first.to_summary()
        await first.choose("yes")
        async with services.database.transaction() as session:
            session.add(
                AccountManager(
                    id="aad-voorbeeld",
                    name="Aad Voorbeeld",
                    email="aad@example.nl",
                    gemeenten=["laren"],
                    working_hours=OFFICE,
                    seen_at=thursday,
                )
            )
        await chat.choose("gemeente:laren")
        await chat.choose("hand-off")
        for text in ("Sanne de Wit", "ander@voorbeeld.nl", "Wie leest mijn plan?"):
            asked = await chat.type(text)
        assert "Aad" in asked[-1].text
        await chat.choose("yes")
        await chat.choose("change:contact")
        [anew] = await chat.type("sanne@voorbeeld.nl")
    assert "Gijs" in anew.text and "Gaat u daarmee akkoord?" in anew.text
