"""Dead letters at the desk: seen, tried again, given up on; counted for who keeps watch."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from channels.services import Services
from handoff.outbox import put
from handoff.outbox.models import OutboxEntry, State
from handoff.outbox.service import counts

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]


@pytest.fixture
async def dead(services: Services, tickets: Make) -> Any:
    """A ticket whose letters died, and one entry of another kind that failed once."""
    ticket = await tickets("anna")
    async with services.database.transaction() as session:
        values = {"state": State.DEAD, "error": "SMTPRecipientsRefused 550", "attempts": 3}
        await session.execute(update(OutboxEntry).values(settled_at=OutboxEntry.created_at, **values))
        await put(session, "webhook", "one", {"ticket": ticket.id})
        await session.execute(
            update(OutboxEntry).where(OutboxEntry.key == "one").values(error="ConnectError", attempts=1)
        )
    return ticket


async def standing(services: Services) -> dict[tuple[str, str], int]:
    async with services.database.reading() as session:
        return {(kind, state.value): count for (kind, state), count in (await counts(session)).items()}


async def test_a_coordinator_sees_what_died_and_why_and_lets_it_go_again(
    services: Services, browse: Browse, dead: Any
) -> None:
    browser = await browse("coordinator")
    text = (await browser.get("/desk/outbox")).text
    assert "E-mail: ontvangstbevestiging" in text and "SMTPRecipientsRefused 550" in text
    assert f"/desk/tickets/{dead.reference}" in text and "na 3 pogingen" in text
    assert "Webhook" in text and "ConnectError" in text
    assert "Er is geen mailserver ingesteld" in text
    response = await browser.send("/desk/outbox/1/retry", "/desk/outbox")
    assert response.headers["location"] == "/desk/outbox?notice=retried"
    assert (await standing(services))["e-mail", "waiting"] == 1
    await browser.send("/desk/outbox/retry", "/desk/outbox")
    assert ("e-mail", "dead") not in await standing(services)


async def test_a_coordinator_gives_up_on_a_dead_letter_and_on_no_other(
    services: Services, browse: Browse, dead: Any
) -> None:
    browser = await browse("coordinator")
    await browser.send("/desk/outbox/1/remove", "/desk/outbox")
    assert (await standing(services))["e-mail", "dead"] == 1
    again = await browser.send("/desk/outbox/1/remove", "/desk/outbox")
    assert again.headers["location"].endswith("gone")
    await browser.send("/desk/outbox/3/remove", "/desk/outbox")
    assert (await standing(services))["webhook", "waiting"] == 1
    assert (await browser.send("/desk/outbox/onzin/retry", "/desk/outbox")).status_code == 404


async def test_what_waits_and_what_is_dead_is_measured_by_kind(
    services: Services, browse: Browse, dead: Any
) -> None:
    text = (await (await browse()).get("/metrics")).text
    assert 'voordeur_outbox_dead{kind="e-mail"} 2.0' in text
    assert 'voordeur_outbox_waiting{kind="webhook"} 1.0' in text
    assert dead.reference not in text
