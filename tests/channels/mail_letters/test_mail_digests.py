"""Letters at a set time: the digest, and what is nearly due or late."""

from datetime import timedelta

import pytest
import time_machine
from letter_builders import ANNA, CORA
from mail_builders import ask, deliver, plain
from mail_server import Mailbox

from channels.desk.service import create_user
from channels.operations.digests import put_digests
from channels.operations.worker import watch_promises
from channels.services import Services
from handoff.models import AccountManager


async def test_a_digest_comes_once_a_working_day_from_the_hour_that_was_set(
    mailing: Services, mailbox: Mailbox
) -> None:
    with time_machine.travel("2026-11-23 07:50 +01:00", tick=False) as time:
        ticket = await ask(mailing)
        await deliver(mailing)
        mailbox.letters.clear()
        assert await put_digests(mailing) == 0
        time.move_to("2026-11-23 08:05 +01:00")
        assert await put_digests(mailing) == await put_digests(mailing) == 1
        await deliver(mailing)
        assert mailbox.to() == [ANNA]
        time.move_to("2026-11-24 20:00 +01:00")  # after work, and then a weekend
        assert await put_digests(mailing) == 0
        time.move_to("2026-11-28 09:00 +01:00")
        assert await put_digests(mailing) == 0
        time.move_to("2026-11-30 09:00 +01:00")
        await put_digests(mailing)
        await deliver(mailing)
    text = plain(mailbox.letters[-1])
    assert mailbox.letters[-1]["Subject"] == "Uw vragen van vandaag: 1 open, 1 te laat"
    assert f"- {ticket.reference} (Hilversum): reactie verwacht" in text and "werkplaats" not in text


@pytest.mark.parametrize(("own", "at_eight", "at_four"), [(16, 0, 1), (-1, 0, 0), (7, 1, 1)])
async def test_the_hour_that_somebody_chose_goes_before_that_of_the_settings(
    mailing: Services, own: int, at_eight: int, at_four: int
) -> None:
    async with mailing.database.transaction() as session:
        (await session.get_one(AccountManager, "anna")).digest_hour = own
    with time_machine.travel("2026-11-23 08:05 +01:00", tick=False) as time:
        assert await put_digests(mailing) == at_eight
        time.move_to("2026-11-23 16:05 +01:00")
        assert await put_digests(mailing) == at_four


async def test_who_has_nothing_open_gets_no_digest(mailing: Services, mailbox: Mailbox) -> None:
    with time_machine.travel("2026-11-23 09:00 +01:00", tick=False):
        assert await put_digests(mailing) == 1
        await deliver(mailing)
    assert mailbox.letters == []


async def test_nearly_due_is_told_to_the_account_manager_and_late_to_the_coordinator_too(
    mailing: Services, mailbox: Mailbox
) -> None:
    async with mailing.database.transaction() as session:
        await create_user(session, email=CORA, name="Cora", role="coordinator")
    with time_machine.travel("2026-11-23 10:00 +01:00", tick=False) as time:
        ticket = await ask(mailing)
        await deliver(mailing)
        time.move_to(ticket.due_at - timedelta(minutes=30))
        for _ in range(2):
            await watch_promises(mailing)
        mailbox.letters.clear()
        await deliver(mailing)
        assert [str(each["Subject"]) for each in mailbox.letters] == [
            f"Vraag {ticket.reference} moet bijna beantwoord zijn"
        ]
        time.move_to(ticket.due_at + timedelta(minutes=1))
        await watch_promises(mailing)
        mailbox.letters.clear()
        await deliver(mailing)
    assert sorted(mailbox.to()) == [ANNA, CORA]
    assert all("te laat" in each["Subject"] for each in mailbox.letters)
