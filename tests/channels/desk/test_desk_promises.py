"""The pages of the coordinator about promises: what they are, and how often they are kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from desk_builders import reload

from channels.operations.worker import watch_promises
from channels.services import Services
from handoff.service import events_of
from handoff.status import Alarm, EventKind, TicketStatus
from handoff.tickets.levels import service_levels
from kit import clock

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

FIELDS = {"reaction_hours": "8", "settle_hours": "24", "amber_hours": "2", "reopen_days": "7"}


async def test_a_coordinator_sets_the_promises(browse: Browse, tickets: Make, services: Services) -> None:
    browser = await browse("coordinator")
    assert 'value="16"' in (await browser.get("/desk/promises")).text
    fields = FIELDS | {"thanks": "Bedankt\n\n Tige  tank \nbedankt"}
    response = await browser.send("/desk/promises", "/desk/promises", **fields)
    assert "bewaard" in (await browser.get(response.headers["location"])).text
    async with services.database.reading() as session:
        levels = await service_levels(session)
    assert (levels.reaction_hours, levels.settle_hours, levels.amber_hours, levels.reopen_days) == (
        8,
        24,
        2,
        7,
    )
    assert levels.thanks == ("bedankt", "tige tank")
    assert "Laatst gewijzigd door Coordinator" in (await browser.get("/desk/promises")).text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reaction_hours", "0"),
        ("reaction_hours", "25"),
        ("settle_hours", "401"),
        ("amber_hours", "-1"),
        ("reopen_days", "twee"),
        ("settle_hours", ""),
    ],
)
async def test_a_promise_that_cannot_be_is_refused_and_kept_to_be_mended(
    browse: Browse, services: Services, name: str, value: str
) -> None:
    browser = await browse("coordinator")
    response = await browser.send("/desk/promises", "/desk/promises", **(FIELDS | {name: value}))
    assert response.status_code == 400 and f'id="{name}-error"' in response.text
    assert f'value="{value}"' in response.text
    async with services.database.reading() as session:
        assert (await service_levels(session)).reaction_hours == 16


async def test_the_worker_tells_what_is_late_and_the_coordinator_sees_it(
    browse: Browse, tickets: Make, services: Services
) -> None:
    late = await tickets("anna", due_at=clock.now() - timedelta(hours=1))
    near = await tickets("anna", amber_at=clock.now() - timedelta(hours=1))
    quiet = await tickets("anna", due_at=clock.now() - timedelta(hours=1), status=TicketStatus.WAITING)
    assert [await watch_promises(services) for _ in range(2)] == [2, 0]
    alarms = [(await reload(services, each)).alarm for each in (late, near, quiet)]
    assert alarms == [Alarm.RED, Alarm.AMBER, Alarm.NONE]
    async with services.database.reading() as session:
        last = (await events_of(session, late))[-1]
    assert (last.kind, last.actor) == (EventKind.RED, "voordeur")
    text = (await (await browse("coordinator")).get("/desk/figures")).text
    assert "Nu te laat (1)" in text and late.reference in text and near.reference not in text


async def test_the_figures_are_shown_by_month_gemeente_and_person(browse: Browse, tickets: Make) -> None:
    with time_machine.travel("2026-11-23T10:00:00+01:00", tick=False):
        await tickets("anna")
        browser = await browse("coordinator")
        ticket = await tickets("bram", gemeente="laren")
        await (await browse("bram")).act(ticket, "status", status="afgehandeld")
        text = (await browser.get("/desk/figures")).text
        assert "november 2026" in text and "juni 2026" in text
        for name in ("Hilversum", "Laren", "Anna Voorbeeld", "Bram Voorbeeld"):
            assert f'<th scope="row">{name}</th>' in text
        assert '100% <span class="id">1 van 1</span>' in text and "nog niets" in text
        other = (await browser.get("/desk/figures?month=2026-10")).text
        assert "Per gemeente in oktober 2026" in other and "Hilversum" not in other
    with time_machine.travel("2026-11-23T11:00:00+01:00", tick=False):
        metrics = (await browser.client.get("/metrics")).text
        assert "Per gemeente in november" in (await browser.get("/desk/figures?month=onzin")).text
    assert 'voordeur_promises{outcome="kept",promise="settling"} 1.0' in metrics
