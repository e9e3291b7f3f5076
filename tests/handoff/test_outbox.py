"""The outbox: nothing lost, twice or out of order, whichever database and however many couriers."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from handoff.outbox import Deliverer, Entry, RetryLaterError, UndeliverableError, put, service
from handoff.outbox.courier import Courier
from handoff.outbox.models import OutboxEntry, State
from kit import clock
from kit.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


async def write(database: Database, *keys: str, order_key: str | None = None) -> None:
    async with database.transaction() as session:
        for key in keys:
            await put(session, "test", key, {"id": key}, order_key=order_key)


async def rows(database: Database) -> dict[str, OutboxEntry]:
    async with database.reading() as session:
        return {row.key: row for row in await session.scalars(select(OutboxEntry).order_by(OutboxEntry.id))}


def failing(error: Callable[[], Exception]) -> Deliverer:
    async def deliver(_entry: Entry) -> None:
        raise error()

    return deliver


class Kept:
    """A deliverer that remembers."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    async def __call__(self, entry: Entry) -> None:
        await asyncio.sleep(0)
        self.keys.append(entry.key)


async def test_the_same_key_twice_is_once(database: Database) -> None:
    kept = Kept()
    await write(database, "one", "one")
    await write(database, "one", "two")
    courier = Courier(database, {"test": kept})
    assert await courier.deliver_due() == 2
    assert await courier.deliver_due() == 0
    assert kept.keys == ["one", "two"]
    await write(database, "one")
    assert await courier.deliver_due() == 0


async def test_what_is_rolled_back_never_leaves(database: Database) -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as session:
            await put(session, "test", "one", {})
            raise ZeroDivisionError
    assert await Courier(database, {"test": kept}).deliver_due() == 0


async def test_many_couriers_deliver_everything_once(database: Database) -> None:
    kept = Kept()
    keys = [f"entry-{number}" for number in range(40)]
    await write(database, *keys)
    couriers = [Courier(database, {"test": kept}) for _ in range(5)]

    async def empty(courier: Courier) -> None:
        while await courier.deliver_due():
            pass

    await asyncio.gather(*map(empty, couriers))
    assert Counter(kept.keys) == Counter(keys)


async def test_one_order_key_goes_strictly_one_after_another(database: Database) -> None:
    under_way, most = 0, 0
    kept: list[str] = []

    async def deliver(entry: Entry) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.01)
        under_way -= 1
        kept.append(entry.key)

    keys = [f"entry-{number}" for number in range(6)]
    await write(database, *keys, order_key="ticket-1")
    couriers = [Courier(database, {"test": deliver}) for _ in range(3)]
    while len(kept) < len(keys):
        await asyncio.gather(*(courier.deliver_due() for courier in couriers))
    assert kept == keys
    assert most == 1


async def test_what_fails_holds_back_what_comes_after_it_in_its_order(database: Database) -> None:
    await write(database, "one", "two", order_key="ticket-1")
    await write(database, "other")
    kept = Kept()

    async def deliver(entry: Entry) -> None:
        if entry.key == "one":
            raise RetryLaterError("later")
        await kept(entry)

    courier = Courier(database, {"test": deliver})
    assert await courier.deliver_due() == 2
    assert await courier.deliver_due() == 0
    assert kept.keys == ["other"]


async def test_a_dead_letter_lets_the_next_in_its_order_pass(database: Database) -> None:
    await write(database, "one", "two", order_key="ticket-1")
    kept = Kept()

    async def deliver(entry: Entry) -> None:
        if entry.key == "one":
            raise UndeliverableError("never")
        await kept(entry)

    courier = Courier(database, {"test": deliver})
    await courier.deliver_due()
    await courier.deliver_due()
    assert kept.keys == ["two"]
    found = (await rows(database))["one"]
    assert (found.state, found.error) == (State.DEAD, "never")


async def test_an_unknown_error_is_retried_with_longer_pauses_and_keeps_no_text(database: Database) -> None:
    await write(database, "one")
    courier = Courier(database, {"test": failing(lambda: ValueError("jan@example.nl"))})
    with time_machine.travel(clock.now(), tick=False) as time:
        pauses = []
        for _ in range(4):
            assert await courier.deliver_due() == 1
            row = (await rows(database))["one"]
            assert (row.state, row.error) == (State.WAITING, "ValueError")
            pauses.append(row.due_at - clock.now())
            time.move_to(row.due_at)
    assert pauses == sorted(pauses)
    assert timedelta(seconds=3) < pauses[0] < pauses[-1] < timedelta(minutes=1)


async def test_after_many_attempts_it_is_dead_and_a_person_can_bring_it_back(database: Database) -> None:
    await write(database, "one")
    courier = Courier(database, {"test": failing(ZeroDivisionError)})
    with time_machine.travel(clock.now(), tick=False) as time:
        for _ in range(service.MOST_ATTEMPTS):
            assert await courier.deliver_due() == 1
            time.shift(service.LONGEST_PAUSE)
        row = (await rows(database))["one"]
        assert (row.state, row.attempts) == (State.DEAD, service.MOST_ATTEMPTS)
        assert await courier.deliver_due() == 0
        kept = Kept()
        async with database.transaction() as session:
            assert await service.revive(session, row.id)
        assert await Courier(database, {"test": kept}).deliver_due() == 1
        assert kept.keys == ["one"]
        async with database.transaction() as session:
            assert not await service.revive(session, row.id)
            assert not await service.remove(session, row.id)


async def test_the_other_side_says_how_long_to_wait(database: Database) -> None:
    await write(database, "one")
    courier = Courier(database, {"test": failing(lambda: RetryLaterError("busy", timedelta(minutes=7)))})
    with time_machine.travel(clock.now(), tick=False):
        await courier.deliver_due()
        assert (await rows(database))["one"].due_at - clock.now() == timedelta(minutes=7)


async def test_a_courier_that_died_is_followed_by_another_and_cannot_settle_any_more(
    database: Database,
) -> None:
    await write(database, "one")
    with time_machine.travel(clock.now(), tick=False) as time:
        async with database.transaction() as session:
            (lost,) = await service.claim(session, ["test"], 5)
        kept = Kept()
        courier = Courier(database, {"test": kept})
        assert await courier.deliver_due() == 0
        time.shift(service.LEASE + timedelta(seconds=1))
        async with database.transaction() as session:
            (again,) = await service.claim(session, ["test"], 5)
        assert again.attempt == 2
        async with database.transaction() as session:
            assert not await service.bury(session, lost, "too late")
            assert await service.delivered(session, again)
    assert (await rows(database))["one"].state is State.DELIVERED


async def test_nothing_leaves_before_its_time_and_other_kinds_are_left_alone(database: Database) -> None:
    kept = Kept()
    courier = Courier(database, {"test": kept})
    with time_machine.travel(clock.now(), tick=False) as time:
        async with database.transaction() as session:
            await put(session, "test", "later", {}, due_at=clock.now() + timedelta(hours=1))
            await put(session, "other", "unknown", {})
        assert await courier.deliver_due() == 0
        time.shift(timedelta(hours=1))
        assert await courier.deliver_due() == 1
    assert kept.keys == ["later"]


async def test_a_commit_wakes_the_courier_of_this_process_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoff.outbox.courier.LOOK_EVERY", 60.0)
    arrived = asyncio.Event()

    async def deliver(_entry: Entry) -> None:
        arrived.set()

    running = asyncio.create_task(Courier(database, {"test": deliver}).run())
    await asyncio.sleep(0.05)
    await write(database, "one")
    async with asyncio.timeout(5):
        await arrived.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_waits_and_what_is_dead_is_counted_and_the_rest_goes_in_time(database: Database) -> None:
    await write(database, "one", "two", "three")
    async with database.transaction() as session:
        first, second, _ = await service.claim(session, ["test"], 5)
        await service.bury(session, first, "never")
        await service.delivered(session, second)
    async with database.reading() as session:
        assert await service.counts(session) == {("test", State.DEAD): 1, ("test", State.WAITING): 1}
    async with database.transaction() as session:
        assert await service.purge(session, clock.now() - timedelta(days=1)) == 0
        assert await service.purge(session, clock.now() + timedelta(days=1)) == 2
    assert list(await rows(database)) == ["three"]
