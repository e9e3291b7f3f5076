"""Who counts as present, and what that does to routing."""

from datetime import datetime, timedelta

import pytest
from handoff_builders import MONDAY, SATURDAY, desk, local, manager, save
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.models import AccountManager
from handoff.presence import SEEN_WITHIN, Presence, presence_now
from handoff.routing import route

EVENING = local("2026-11-22 23:50")


@pytest.mark.parametrize(
    ("chosen", "chosen_at", "seen_at", "expected"),
    [
        (None, None, None, None),
        (None, None, MONDAY, Presence.PRESENT),
        (None, None, MONDAY - SEEN_WITHIN, Presence.PRESENT),
        (None, None, MONDAY - SEEN_WITHIN - timedelta(seconds=1), None),
        (Presence.PRESENT, MONDAY, MONDAY, Presence.PRESENT),
        (Presence.PRESENT, local("2026-11-23 09:00"), local("2026-11-23 09:05"), None),
        (Presence.SHORTLY_AWAY, local("2026-11-23 08:00"), MONDAY, Presence.SHORTLY_AWAY),
        (Presence.ABSENT, local("2026-11-23 00:01"), MONDAY, Presence.ABSENT),
        (Presence.ABSENT, local("2026-11-23 08:00"), None, Presence.ABSENT),
        (Presence.ABSENT, EVENING, None, None),
        (Presence.ABSENT, EVENING, MONDAY, Presence.PRESENT),
    ],
)
def test_a_choice_holds_for_the_day_and_being_seen_for_half_an_hour(
    chosen: Presence | None, chosen_at: datetime | None, seen_at: datetime | None, expected: Presence | None
) -> None:
    assert presence_now(chosen, chosen_at, seen_at, MONDAY) is expected


def at_desk(name: str, **changes: object) -> AccountManager:
    return manager(name, seen_at=MONDAY, presence_at=MONDAY, **changes)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (manager("anna"), at_desk("bram"), "bram"),
        (at_desk("anna", presence=Presence.SHORTLY_AWAY), manager("bram"), "bram"),
        (at_desk("anna", presence=Presence.ABSENT), at_desk("bram", presence=Presence.SHORTLY_AWAY), "bram"),
        (at_desk("anna", working_hours={}), manager("bram"), "anna"),
        (manager("anna", working_hours={}), at_desk("bram", presence=Presence.ABSENT), "anna"),
        (at_desk("anna", presence=Presence.SHORTLY_AWAY), manager("bram", working_hours={}), "anna"),
    ],
)
async def test_who_is_at_the_desk_goes_before_who_works_and_that_before_who_does_not(
    session: AsyncSession, first: AccountManager, second: AccountManager, expected: str
) -> None:
    await save(session, desk(), first, second)
    found = await route(session, gemeente="hilversum", topic=None, moment=MONDAY)
    assert found.account_manager is not None
    assert found.account_manager.id == expected


async def test_the_reason_says_who_is_there_and_what_made_the_difference(session: AsyncSession) -> None:
    await save(session, desk(), manager("anna"), at_desk("bram"))
    found = await route(session, gemeente="hilversum", topic=None, moment=MONDAY)
    assert found.reason == (
        "Bram is accountmanager voor Hilversum. Bram is nu aanwezig en heeft geen open vragen. "
        "Er passen 2 mensen bij deze vraag: wie er nu is, gaat voor."
    )


async def test_a_language_nobody_else_speaks_makes_the_difference(session: AsyncSession) -> None:
    await save(session, desk(), manager("anna"), manager("zoe", languages=["nl", "en"]))
    found = await route(session, gemeente="hilversum", topic=None, language="en", moment=SATURDAY)
    assert found.reason.startswith("Zoe is accountmanager voor Hilversum. Zoe werkt nu niet")
    assert found.reason.endswith("de taal van de ondernemer gaf de doorslag.")
