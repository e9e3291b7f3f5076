from datetime import UTC
from typing import Any

import pytest
from handoff_builders import MONDAY, SATURDAY, away, desk, local, manager, request, save
from sqlalchemy.ext.asyncio import AsyncSession

from handoff import service
from handoff.routing import Route, route
from handoff.status import TicketStatus


def absent(replacement_id: str | None = None) -> dict[str, Any]:
    """Away from the 16th of November to the 4th of December, a new absence each time."""
    return {"absences": [away("2026-11-16", "2026-12-04", replacement_id)]}


async def routed(session: AsyncSession, **changes: Any) -> Route:
    asked: dict[str, Any] = {"gemeente": "hilversum", "topic": "subsidies", "moment": MONDAY}
    return await route(session, **asked | changes)


async def chosen(session: AsyncSession, **changes: Any) -> str | None:
    found = (await routed(session, **changes)).account_manager
    return found.id if found else None


@pytest.fixture
async def region(session: AsyncSession) -> AsyncSession:
    """Hilversum with a general person, two specialists and two guides; Huizen with one person; a desk."""
    await save(
        session,
        desk(),
        manager("algemeen"),
        manager("ruimte", topics=["omgevingsplan", "werkruimte"]),
        manager("geld", topics=["subsidies", "financiering"]),
        manager("media", sectors=["media"]),
        manager("media-ruimte", sectors=["media"], topics=["omgevingsplan"]),
        manager("huizen", gemeenten=["huizen"]),
        manager("weg", gemeenten=["huizen"], topics=["subsidies"], active=False),
    )
    return session


@pytest.mark.parametrize(
    ("gemeente", "topic", "sector", "expected"),
    [
        ("hilversum", "omgevingsplan", "media", "media-ruimte"),
        ("hilversum", "subsidies", "media", "media"),
        ("hilversum", None, "media", "media"),
        ("hilversum", "omgevingsplan", None, "ruimte"),
        ("hilversum", "omgevingsplan", "zorg", "ruimte"),
        ("hilversum", "werkruimte", None, "ruimte"),
        ("hilversum", "subsidies", None, "geld"),
        ("hilversum", "coaching", None, "algemeen"),
        ("hilversum", "coaching", "zorg", "algemeen"),
        ("hilversum", None, None, "algemeen"),
        ("huizen", "omgevingsplan", None, "huizen"),
        ("huizen", "subsidies", "media", "huizen"),
        ("laren", "omgevingsplan", None, "loket"),
        ("amsterdam", "subsidies", "media", "loket"),
        (None, "omgevingsplan", None, "loket"),
        (None, None, None, "loket"),
        (None, None, "media", "loket"),
    ],
)
async def test_the_most_specific_match_gets_the_question(
    region: AsyncSession, gemeente: str | None, topic: str | None, sector: str | None, expected: str
) -> None:
    assert await chosen(region, gemeente=gemeente, topic=topic, sector=sector) == expected


async def test_a_specialist_does_not_get_other_topics(session: AsyncSession) -> None:
    await save(session, desk(), manager("ruimte", topics=["omgevingsplan"]))
    assert await chosen(session, topic="coaching") == "loket"
    assert await chosen(session, topic=None) == "loket"


async def test_a_guide_of_a_sector_gets_other_questions_when_there_is_nobody_else(
    session: AsyncSession,
) -> None:
    await save(session, desk(), manager("media", sectors=["media"]))
    assert await chosen(session, topic="coaching") == "media"
    assert await chosen(session, topic="coaching", sector="zorg") == "media"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"topic": "omgevingsplan", "sector": "media"},
            ["Media-Ruimte", "Hilversum", "omgevingsplan", "media"],
        ),
        ({"topic": "omgevingsplan"}, ["Ruimte", "Hilversum", "omgevingsplan"]),
        ({"topic": None}, ["Algemeen is accountmanager voor Hilversum."]),
        ({"gemeente": None}, ["Loket"]),
    ],
)
async def test_the_reason_is_a_dutch_sentence(
    region: AsyncSession, changes: dict[str, Any], words: list[str]
) -> None:
    reason = (await routed(region, **changes)).reason
    assert all(word in reason for word in words)
    assert reason.endswith(".")
    assert "None" not in reason
    assert "{" not in reason


async def test_someone_inactive_gets_nothing(session: AsyncSession) -> None:
    await save(session, desk(), manager(active=False))
    assert await chosen(session) == "loket"


async def test_the_replacement_gets_the_question_of_someone_away_and_the_reason_says_so(
    session: AsyncSession,
) -> None:
    stand_in = manager("bram", gemeenten=["huizen"])
    await save(session, desk(), manager(replacement_id="bram", **absent()), stand_in)
    found = await routed(session)
    assert found.account_manager is stand_in
    assert found.reason == (
        "Anna is accountmanager voor Hilversum. Anna is tot en met 4 december 2026 afwezig. Bram vervangt. "
        "Bram werkt nu en heeft geen open vragen."
    )


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-13 12:00", "anna"),
        ("2026-11-15 23:59", "anna"),
        ("2026-11-16 00:00", "bram"),
        ("2026-12-04 23:59", "bram"),
        ("2026-12-05 00:00", "anna"),
    ],
)
async def test_absence_counts_in_dutch_days(session: AsyncSession, moment: str, expected: str) -> None:
    await save(session, manager(replacement_id="bram", **absent()), manager("bram", gemeenten=["huizen"]))
    assert await chosen(session, moment=local(moment)) == expected
    assert await chosen(session, moment=local(moment).astimezone(UTC)) == expected


@pytest.mark.parametrize("replacement", [{"active": False}, absent()])
async def test_a_replacement_who_is_not_there_is_skipped(
    session: AsyncSession, replacement: dict[str, Any]
) -> None:
    specialist = manager("ruimte", topics=["omgevingsplan"], replacement_id="bram", **absent())
    bram = manager("bram", gemeenten=["huizen"], **replacement)
    await save(session, desk(), specialist, bram, manager("algemeen"))
    assert await chosen(session, topic="omgevingsplan") == "algemeen"


async def test_someone_away_without_replacement_leaves_it_to_an_equal(session: AsyncSession) -> None:
    await save(session, desk(), manager("anna", **absent()), manager("bram"))
    assert await chosen(session) == "bram"


async def test_two_people_who_replace_each_other_and_are_both_away_end_at_the_desk(
    session: AsyncSession,
) -> None:
    anna, bram = (
        manager("anna", replacement_id="bram", **absent()),
        manager("bram", replacement_id="anna", **absent()),
    )
    await save(session, desk(), anna, bram)
    assert await chosen(session) == "loket"


async def test_a_replacement_who_is_an_equal_is_not_called_a_replacement(session: AsyncSession) -> None:
    await save(session, manager("anna", replacement_id="bram", **absent()), manager("bram"))
    assert "afwezig" not in (await routed(session)).reason


async def test_when_everyone_is_away_the_desk_still_owns_the_question(session: AsyncSession) -> None:
    await save(session, desk(**absent()), manager(**absent()))
    found = await routed(session)
    assert found.name == "Loket"
    assert "afwezig" in found.reason


async def test_an_empty_directory_gives_nobody_but_still_a_reason_and_a_name(session: AsyncSession) -> None:
    found = await routed(session)
    assert found.account_manager is None
    assert found.name == "een accountmanager"
    assert "geen accountmanager" in found.reason


async def test_among_equals_the_one_at_work_is_chosen(session: AsyncSession) -> None:
    part_time = manager("anna", working_hours={"friday": [["09:00", "17:00"]]})
    await save(session, part_time, manager("bram"))
    assert await chosen(session, moment=MONDAY) == "bram"


async def test_outside_working_hours_equals_are_chosen_by_load_alone(session: AsyncSession) -> None:
    await save(session, manager("anna"), manager("bram"))
    assert await chosen(session, moment=SATURDAY) == "anna"


async def test_among_those_present_the_fewest_open_tickets_decide_and_closed_ones_do_not_count(
    session: AsyncSession,
) -> None:
    await save(session, manager("anna"), manager("bram"))
    tickets = [
        await service.open_ticket(session, request(email=f"{number}@example.nl"), reaction_hours=8)
        for number in range(5)
    ]
    assert [ticket.account_manager_id for ticket in tickets] == ["anna", "bram", "anna", "bram", "anna"]
    assert await chosen(session) == "bram"
    for ticket in tickets[0:3:2]:
        await service.change_status(session, ticket, TicketStatus.CLOSED, "anna")
    assert await chosen(session) == "anna"


async def test_presence_weighs_more_than_load(session: AsyncSession) -> None:
    absent_now = manager("bram", working_hours={"friday": [["09:00", "17:00"]]})
    await save(session, manager("anna"), absent_now)
    for _ in range(3):
        await service.open_ticket(session, request(), reaction_hours=8)
    assert await chosen(session, moment=MONDAY) == "anna"


async def test_among_equals_the_language_of_the_entrepreneur_counts_first(session: AsyncSession) -> None:
    english = manager("zoe", languages=["nl", "en"])
    await save(session, manager("anna"), english)
    assert await chosen(session, language="en") == "zoe"
    assert await chosen(session, language="nl") == "anna"
    assert await chosen(session, language="de") == "anna"


async def test_the_choice_is_the_same_every_time(session: AsyncSession) -> None:
    await save(session, manager("carla"), manager("anna"), manager("bram"))
    assert {await chosen(session) for _ in range(5)} == {"anna"}


async def test_whoever_stands_in_can_be_away_too_and_then_the_next_one_stands_in(
    session: AsyncSession,
) -> None:
    await save(
        session,
        desk(),
        manager("anna", **absent("bram")),
        manager("bram", gemeenten=["huizen"], **absent("carla")),
        manager("carla", gemeenten=["laren"], replacement_id="dirk", active=False),
        manager("dirk", gemeenten=["eemnes"]),
    )
    found = await routed(session)
    assert found.name == "Dirk"
    assert "Anna is tot en met 4 december 2026 afwezig. Dirk vervangt." in found.reason


async def test_a_circle_of_absences_ends_at_the_desk(session: AsyncSession) -> None:
    names = ("anna", "bram", "carla")
    people = [
        manager(name, gemeenten=["hilversum"] if name == "anna" else ["laren"], **absent(following))
        for name, following in zip(names, (*names[1:], "bram"), strict=True)
    ]
    await save(session, desk(), *people)
    assert await chosen(session) == "loket"


async def test_each_absence_can_have_its_own_replacement(session: AsyncSession) -> None:
    days = [away("2026-11-16", "2026-11-20", "bram"), away("2026-11-23", "2026-11-27")]
    anna = manager("anna", absences=days, replacement_id="carla")
    await save(session, desk(), anna, manager("bram", gemeenten=["laren"]), manager("carla", gemeenten=[]))
    assert await chosen(session, moment=local("2026-11-17 10:00")) == "bram"
    assert await chosen(session, moment=local("2026-11-24 10:00")) == "carla"
    assert await chosen(session, moment=local("2026-11-30 10:00")) == "anna"
