"""Tags, rode loper, follow-up, mentions, alarms, merging, canned replies and retention."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from handoff_builders import MONDAY, local, manager, request, save
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.errors import TicketError
from handoff.models import AccountManager, Ticket, TicketEvent
from handoff.status import ENTREPRENEUR, Alarm, EventKind, TicketStatus
from handoff.tickets import canned, figures, marks, mentions, merging
from handoff.tickets.alarms import sound_alarms
from handoff.tickets.models import CannedReply, TicketMention, TicketTag


def named(key: str, name: str, **changes: Any) -> AccountManager:
    someone = manager(key, **changes)
    someone.name = name
    return someone


type Event = tuple[EventKind, str | None, str | None]


@pytest.fixture
async def people(session: AsyncSession) -> dict[str, AccountManager]:
    people = [manager(), named("bram", "Bram de Boer", gemeenten=["huizen"]), manager("weg", active=False)]
    await save(session, *people)
    return {one.id: one for one in people}


@pytest.fixture
async def ticket(session: AsyncSession, people: dict[str, AccountManager]) -> Ticket:
    with time_machine.travel(MONDAY, tick=False):
        return await service.open_ticket(session, request(), reaction_hours=16)


async def happened(session: AsyncSession, ticket: Ticket) -> Sequence[Event]:
    return [(each.kind, each.before, each.after) for each in (await service.events_of(session, ticket))[1:]]


async def test_every_tag_that_comes_or_goes_is_an_event(session: AsyncSession, ticket: Ticket) -> None:
    await marks.set_tags(session, ticket, ["Horeca", " spoed  zaak ", "", "horeca"], "Anna")
    assert (await marks.tags_of(session, [ticket]))[ticket.id] == ["horeca", "spoed zaak"]
    await marks.set_tags(session, ticket, ["horeca", "terras"], "Anna")
    tagged = EventKind.TAGGED
    assert await happened(session, ticket) == [
        (tagged, None, "horeca"),
        (tagged, None, "spoed zaak"),
        (tagged, None, "terras"),
        (tagged, "spoed zaak", None),
    ]  # fmt: skip
    assert list(await marks.known_tags(session)) == ["horeca", "terras"]


@pytest.mark.parametrize("tags", [["a" * 41], [f"label {number}" for number in range(11)]])
async def test_tags_have_a_limit(session: AsyncSession, ticket: Ticket, tags: list[str]) -> None:
    with pytest.raises(TicketError, match="hooguit"):
        await marks.set_tags(session, ticket, tags, "Anna")
    assert not await marks.known_tags(session)


async def test_the_rode_loper_is_rolled_out_once(session: AsyncSession, ticket: Ticket) -> None:
    for wanted in (True, True, False):
        await marks.set_rode_loper(session, ticket, wanted, "Anna")
    assert await happened(session, ticket) == [
        (EventKind.RODE_LOPER, "nee", "ja"), (EventKind.RODE_LOPER, "ja", "nee"),
    ]  # fmt: skip


async def test_a_follow_up_brings_the_ticket_back_on_top_once(session: AsyncSession, ticket: Ticket) -> None:
    with time_machine.travel(MONDAY, tick=False):
        await marks.set_follow_up(session, ticket, date(2026, 11, 25), "Anna")
        assert await marks.raise_follow_ups(session) == 0
    with time_machine.travel(local("2026-11-25 00:10"), tick=False):
        assert [await marks.raise_follow_ups(session) for _ in range(2)] == [1, 0]
    assert (ticket.on_top, ticket.follow_up_on) == (True, None)
    await service.record_reply(session, ticket, "Nog nieuws?", "Anna")
    assert ticket.on_top is False
    assert (await happened(session, ticket))[:2] == [
        (EventKind.FOLLOW_UP, None, "2026-11-25"), (EventKind.RAISED, "2026-11-25", None),
    ]  # fmt: skip


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2025, 1, 1)])
async def test_a_follow_up_lies_in_the_future(session: AsyncSession, ticket: Ticket, day: date) -> None:
    with time_machine.travel(MONDAY, tick=False), pytest.raises(TicketError, match="na vandaag"):
        await marks.set_follow_up(session, ticket, day, "Anna")


async def test_a_closed_ticket_has_no_follow_up(session: AsyncSession, ticket: Ticket) -> None:
    with time_machine.travel(MONDAY, tick=False):
        await marks.set_follow_up(session, ticket, date(2026, 11, 25), "Anna")
        await service.change_status(session, ticket, TicketStatus.CLOSED, "Anna")
        assert ticket.follow_up_on is None
        with pytest.raises(TicketError, match="afgehandeld"):
            await marks.set_follow_up(session, ticket, date(2026, 11, 25), "Anna")


@pytest.mark.parametrize("text", ["@bram kijk eens", "Wil @Bram de Boer dit?", "dit is voor @bram, denk ik"])
async def test_a_mentioned_colleague_hears_of_it_until_they_looked(
    session: AsyncSession, ticket: Ticket, text: str
) -> None:
    await service.add_note(session, ticket, text, "Anna")
    last = (await service.events_of(session, ticket))[-1]
    assert (last.kind, last.after, last.note) == (EventKind.MENTIONED, "bram", text)
    assert await mentions.unread_by(session, "bram") == {ticket.id}
    await mentions.mark_read(session, ticket, "bram")
    assert not await mentions.unread_by(session, "bram")


@pytest.mark.parametrize("text", ["Mail jan@example.nl maar", "Zie @ de balie", "@anna doet dit zelf"])
async def test_an_address_or_oneself_is_no_mention(session: AsyncSession, ticket: Ticket, text: str) -> None:
    await service.add_note(session, ticket, text, "Anna")
    assert [kind for kind, _, _ in await happened(session, ticket)] == [EventKind.NOTE]


@pytest.mark.parametrize(
    ("text", "why"),
    [("@piet kijk", "geen collega"), ("@weg kijk", "niet meer actief"), ("@bram @piet", "@piet")],
)
async def test_a_mention_of_nobody_is_refused(
    session: AsyncSession, ticket: Ticket, text: str, why: str
) -> None:
    with pytest.raises(TicketError, match=why):
        await mentions.check_mentions(session, text)


async def test_a_mail_that_becomes_a_note_is_kept_whatever_it_names(
    session: AsyncSession, ticket: Ticket
) -> None:
    await service.add_note(session, ticket, "Volg ons: @bakkerij en @bram", "Anna")
    assert [kind for kind, _, _ in await happened(session, ticket)] == [EventKind.NOTE, EventKind.MENTIONED]
    assert await mentions.unread_by(session, "bram") == {ticket.id}


async def test_of_two_with_the_same_first_name_the_id_tells(session: AsyncSession, ticket: Ticket) -> None:
    await save(session, named("bas-1", "Bas Bakker"), named("bas-2", "Bas Visser"))
    with pytest.raises(TicketError, match="@bas-1, @bas-2"):
        await mentions.check_mentions(session, "@Bas kijk")
    await service.add_note(session, ticket, "@bas-2 kijk", "Anna")
    assert await mentions.unread_by(session, "bas-2") == {ticket.id}


async def test_amber_and_red_are_told_once(session: AsyncSession, ticket: Ticket) -> None:
    assert ticket.amber_at == local("2026-11-24 14:00")
    for moment, told in (
        ("2026-11-24 13:59", 0), ("2026-11-24 14:00", 1), ("2026-11-25 09:59", 0), ("2026-11-25 10:00", 1),
        ("2026-11-25 12:00", 0),
    ):  # fmt: skip
        with time_machine.travel(local(moment), tick=False):
            assert await sound_alarms(session) == told, moment
    assert await happened(session, ticket) == [
        (EventKind.AMBER, "none", "amber"), (EventKind.RED, "amber", "red"),
    ]  # fmt: skip
    with time_machine.travel(local("2026-11-25 13:00"), tick=False):
        await service.record_reply(session, ticket, "Excuses", "Anna")
    assert ticket.alarm is Alarm.NONE
    with time_machine.travel(local("2027-11-25 13:00"), tick=False):
        assert await sound_alarms(session) == 0


async def test_a_double_closes_and_is_read_elsewhere(session: AsyncSession, ticket: Ticket) -> None:
    double = await service.open_ticket(session, request(question="Nog eens?"), reaction_hours=16)
    await service.add_note(session, double, "Zelfde ondernemer", "Anna")
    await merging.merge(session, double, ticket, "Anna")
    assert (double.status, double.merged_into_id) == (TicketStatus.CLOSED, ticket.id)
    assert (await happened(session, double))[-1] == (EventKind.MERGED, "nieuw", ticket.reference)
    assert (await happened(session, ticket))[-1] == (EventKind.MERGED, double.reference, None)
    doubles = await merging.merged_into(session, ticket)
    history = await merging.whole_history(session, ticket, doubles)
    assert list(doubles) == [double]
    assert "Zelfde ondernemer" in [event.note for event in history]
    assert await service.record_reply(session, double, "Nog iets anders", ENTREPRENEUR) is ticket


async def test_what_cannot_be_merged_is_said(session: AsyncSession, ticket: Ticket) -> None:
    double = await service.open_ticket(session, request(), reaction_hours=16)
    with pytest.raises(TicketError, match="dezelfde"):
        await merging.merge(session, ticket, ticket, "Anna")
    await merging.merge(session, double, ticket, "Anna")
    for first, second in ((double, ticket), (ticket, double)):
        with pytest.raises(TicketError, match=double.reference):
            await merging.merge(session, first, second, "Anna")
    assert ticket.status is TicketStatus.NEW
    with pytest.raises(TicketError, match="samengevoegd"):
        await service.change_status(session, double, TicketStatus.IN_PROGRESS, "Anna")
    assert double.status is TicketStatus.CLOSED


async def test_related_tickets_share_an_address_or_a_number(session: AsyncSession, ticket: Ticket) -> None:
    same_mail = await service.open_ticket(session, request(email="JAN@example.nl"), reaction_hours=16)
    phone = request(email="ander@example.nl", phone="06 12345678")
    same_phone = [await service.open_ticket(session, phone, reaction_hours=16) for _ in range(2)]
    await service.open_ticket(session, request(email="piet@example.nl"), reaction_hours=16)
    assert list(await merging.related(session, ticket)) == [same_mail]
    assert list(await merging.related(session, same_phone[0])) == [same_phone[1]]


VALUES = dict.fromkeys(canned.VARIABLES, "?") | {"naam": "Jan {kenmerk}", "accountmanager": "Anna"}


async def saved(session: AsyncSession, owner: str, title: str, text: str) -> CannedReply:
    return await canned.save(session, None, owner_id=owner, title=title, text=text, actor="Anna")


async def test_a_canned_reply_fills_in_its_variables_once(session: AsyncSession) -> None:
    mine = await saved(session, "anna", " Groet ", "Dag {naam}, {accountmanager}")
    await saved(session, canned.SHARED, "Allen", "Dag")
    await saved(session, "bram", "Groet", "Hoi")
    assert [each.title for each in await canned.canned_replies(session, "anna")] == ["Groet", "Allen"]
    assert canned.fill_in(mine.text, VALUES) == "Dag Jan {kenmerk}, Anna"


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("Groet", "Dag {voornaam}", r"\{voornaam\} bestaat niet"),
        ("Groet", "Dag {naam", "accolades"),
        ("Groet", "Dag {naam!r}", "accolades"),
        ("Groet", "Dag {naam:>1000000}", "accolades"),
        ("Groet", "Dag {}", "accolades"),
        ("", "Dag", "titel"),
        ("Groet", " ", "titel"),
        ("a" * 101, "Dag", "hooguit"),
        ("Groet", "a" * 5001, "hooguit"),
        ("Bezet", "Dag", "deze titel"),
    ],
)  # fmt: skip
async def test_a_canned_reply_that_could_not_be_sent_is_not_saved(
    session: AsyncSession, title: str, text: str, why: str
) -> None:
    await saved(session, "anna", "Bezet", "Dag")
    with pytest.raises(TicketError, match=why):
        await saved(session, "anna", title, text)
    assert await session.scalar(select(func.count()).select_from(CannedReply)) == 1


async def test_figures_count_by_gemeente_and_person(session: AsyncSession, ticket: Ticket) -> None:
    async def opened(at: str, **changes: Any) -> Ticket:
        with time_machine.travel(local(at), tick=False):
            return await service.open_ticket(session, request(**changes), reaction_hours=16)

    late, other = await opened("2026-11-02 10:00"), await opened("2026-11-30 16:00", gemeente="huizen")
    outside = await opened("2026-10-31 23:00")
    with time_machine.travel(local("2026-11-23 12:00"), tick=False):
        for each in (ticket, late):
            await service.change_status(session, each, TicketStatus.CLOSED, "Anna")
    with time_machine.travel(local("2026-12-01 10:00"), tick=False):
        found = await figures.figures(session, *figures.month_span(date(2026, 11, 1)))
        assert figures.months_back(3) == [date(2026, 12, 1), date(2026, 11, 1), date(2026, 10, 1)]
    by_place = {each.gemeente: each for each in found}
    anna, bram = by_place["hilversum"], by_place["huizen"]
    assert (anna.account_manager_id, anna.tickets) == ("anna", 2)
    assert (anna.reaction.kept, anna.reaction.broken, anna.reaction.percent) == (1, 1, 50)
    assert (anna.settling.kept, anna.settling.broken) == (1, 1)
    assert (bram.tickets, bram.reaction.percent, bram.settling.percent) == (1, None, None)
    assert outside.id and other.account_manager_id == "bram"


async def test_retention_takes_everything_of_a_ticket_and_keeps_a_double_with_its_ticket(
    session: AsyncSession, ticket: Ticket
) -> None:
    double = await service.open_ticket(session, request(), reaction_hours=16)
    await marks.set_tags(session, double, ["horeca"], "Anna")
    await service.add_note(session, double, "@bram", "Anna")
    with time_machine.travel(MONDAY, tick=False):
        await merging.merge(session, double, ticket, "Anna")
    later = MONDAY + timedelta(days=400)
    assert await service.purge_tickets(session, later) == 0
    with time_machine.travel(MONDAY, tick=False):
        await service.change_status(session, ticket, TicketStatus.CLOSED, "Anna")
    assert await service.purge_tickets(session, later) == 2
    for table in (Ticket, TicketEvent, TicketTag, TicketMention):
        assert await session.scalar(select(func.count()).select_from(table)) == 0, table
