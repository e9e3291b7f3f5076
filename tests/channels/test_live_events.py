"""Server-sent events over a real connection."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from channels_builders import Talk, until

from channels.conversations.hub import ENTREPRENEUR_TYPING, TYPING
from channels.conversations.lookout import Lookout
from channels.services import Services

Event = tuple[str, str | None, dict[str, Any]]


class Stream:
    """The events of an open connection, one by one."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()
        self.comments = 0

    async def next(self) -> Event:
        """Return kind, id and content of the next event."""
        kind, position, data = "", None, ""
        async with asyncio.timeout(30):
            async for line in self._lines:
                name, _, value = line.partition(": ")
                if line.startswith(":"):
                    self.comments += 1
                elif name == "event":
                    kind = value
                elif name == "id":
                    position = value
                elif name == "data":
                    data += value
                elif not line and data:
                    return kind, position, json.loads(data)
        raise EOFError


@asynccontextmanager
async def watching(base_url: str, talk: Talk, last: str | None = None) -> AsyncIterator[Stream]:
    headers = talk.headers | ({"Last-Event-ID": last} if last else {})
    async with (
        httpx.AsyncClient(base_url=base_url) as client,
        client.stream("GET", f"{talk.path}/events", headers=headers) as response,
    ):
        assert response.status_code == 200
        yield Stream(response)


async def test_the_messages_of_an_account_manager_arrive_with_the_holder(
    base_url: str, talk: Talk, services: Services
) -> None:
    async with watching(base_url, talk, "1") as stream:
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        assert stream.response.headers["API-Version"]
        assert await stream.next() == ("holder", None, {"holder": "assistant"})
        await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
        holder, notice = await stream.next(), await stream.next()
        assert holder == ("holder", None, {"holder": "account-manager", "holderName": "Voorbeeld"})
        assert notice[0] == "message" and notice[2]["sender"] == "system"
        await services.conversations.send_as_account_manager(talk.id, "am-1", "Goedemorgen\nallemaal")
        kind, position, message = await stream.next()
        assert (kind, position) == ("message", "3")
        assert (message["sender"], message["text"]) == ("account-manager", "Goedemorgen\nallemaal")


async def test_a_new_connection_begins_after_the_last_event(
    base_url: str, talk: Talk, services: Services
) -> None:
    await talk.send({"text": "hallo"})
    async with watching(base_url, talk) as stream:
        events = [await stream.next() for _ in range(3)]
        assert [event[:2] for event in events] == [("holder", None), ("message", "1"), ("message", "3")]
    await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
    await services.conversations.send_as_account_manager(talk.id, "am-1", "gemist")
    async with watching(base_url, talk, last="4") as stream:
        assert (await stream.next())[0] == "holder"
        assert (await stream.next())[2]["text"] == "gemist"


async def test_the_own_words_of_the_entrepreneur_do_not_come_back(base_url: str, talk: Talk) -> None:
    async with watching(base_url, talk, "1") as stream:
        await stream.next()
        await talk.send({"text": "hallo"})
        assert (await stream.next())[2]["text"] == "antwoord op hallo"


async def test_a_second_window_gets_the_own_words_too_with_the_key_that_they_came_with(
    base_url: str, talk: Talk
) -> None:
    async with (
        httpx.AsyncClient(base_url=base_url) as client,
        client.stream("GET", f"{talk.path}/events?own=true", headers=talk.headers) as response,
    ):
        stream = Stream(response)
        await stream.next(), await stream.next()
        await talk.send({"text": "hallo"}, key="venster-een")
        message = (await stream.next())[2]
        assert (message["sender"], message["text"]) == ("entrepreneur", "hallo")
        assert message["idempotencyKey"] == "venster-een"
        answer = (await stream.next())[2]
        assert answer["text"] == "antwoord op hallo" and "idempotencyKey" not in answer


async def test_typing_is_shown_and_not_stored(base_url: str, talk: Talk, services: Services) -> None:
    async with watching(base_url, talk, "1") as stream:
        await stream.next()
        await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
        await stream.next(), await stream.next()
        await services.conversations.show_typing(talk.id)
        assert await stream.next() == (
            "typing",
            None,
            {"sender": "account-manager", "holder": "account-manager", "holderName": "Voorbeeld"},
        )
    assert len(await talk.transcript()) == 2


async def test_the_stream_ends_when_the_conversation_is_erased(
    base_url: str, talk: Talk, services: Services
) -> None:
    async with watching(base_url, talk, "1") as stream:
        await stream.next()
        await services.conversations.erase(talk.id)
        with pytest.raises(EOFError):
            await stream.next()


async def test_a_signal_that_got_lost_is_made_up_for(
    base_url: str, talk: Talk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose(*_: object) -> None:
        return None

    lookout = Lookout(services.database, services.hub)
    async with watching(base_url, talk, "1") as stream:
        await stream.next()
        await lookout.look()
        monkeypatch.setattr(services.hub, "publish", lose)
        await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
        await lookout.look()
        assert (await stream.next())[0] == "holder"
        await services.conversations.erase(talk.id)
        await lookout.look()
        with pytest.raises(EOFError):
            while True:
                await stream.next()


async def test_looking_wakes_nobody_whose_conversation_stayed_the_same(
    talk: Talk, services: Services
) -> None:
    lookout = Lookout(services.database, services.hub)
    async with services.hub.listen(talk.id) as listener, services.hub.listen("inbox") as other:
        await lookout.look()
        await listener.heard(), await other.heard()
        await lookout.look()
        await services.hub.publish(talk.id, TYPING)
        await services.hub.publish("inbox", TYPING)
        assert await listener.heard() == await other.heard() == {TYPING}


async def test_the_account_manager_has_read_what_was_said_before_and_answers_to_what_came_after(
    base_url: str, talk: Talk, services: Services
) -> None:
    first = (await talk.send({"text": "hallo"})).json()["messageId"]
    async with watching(base_url, talk, "3") as stream:
        assert (await stream.next())[0] == "holder"
        await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
        *_, read = [await stream.next() for _ in range(3)]
        assert read == ("read", None, {"reader": "account-manager", "messageId": first})
        second = (await talk.send({"text": "bent u daar?"})).json()["messageId"]
        assert (await talk.client.get(talk.path, headers=talk.headers)).json()[
            "readByAccountManager"
        ] != second
        await services.conversations.mark_read(talk.id, "account-manager", second)
        assert (await stream.next())[2] == {"reader": "account-manager", "messageId": second}
        await services.conversations.mark_read(talk.id, "account-manager", first)  # never back
        await services.conversations.show_typing(talk.id)
        assert (await stream.next())[0] == "typing"
    transcript = (await talk.client.get(talk.path, headers=talk.headers)).json()
    assert transcript["readByAccountManager"] == second and "readByEntrepreneur" not in transcript


async def test_an_entrepreneur_tells_what_was_read_and_that_they_type(talk: Talk, services: Services) -> None:
    async with services.hub.listen(talk.id) as listener:
        assert (await talk.client.post(f"{talk.path}/typing", headers=talk.headers)).status_code == 204
        assert await listener.heard() == {ENTREPRENEUR_TYPING}
    welcome = (await talk.transcript())[0]["id"]
    for _ in range(2):
        mark = {"messageId": welcome}
        response = await talk.client.post(f"{talk.path}/read", json=mark, headers=talk.headers)
        assert response.status_code == 204
    transcript = (await talk.client.get(talk.path, headers=talk.headers)).json()
    assert transcript["readByEntrepreneur"] == welcome


@pytest.mark.parametrize("body", [{}, {"messageId": "bestaat-niet"}, {"messageId": 3}, {"messageId": "a b"}])
async def test_a_mark_at_no_message_of_this_conversation_is_refused(talk: Talk, body: object) -> None:
    response = await talk.client.post(f"{talk.path}/read", json=body, headers=talk.headers)
    assert response.status_code == 400 and response.json()["errors"][0]["field"] == "messageId"


@pytest.mark.parametrize("call", ["typing", "read"])
async def test_nobody_types_or_reads_in_the_conversation_of_somebody_else(talk: Talk, call: str) -> None:
    body, wrong = {"messageId": "x"}, {"Authorization": "Bearer verkeerd"}
    for headers, status in (({}, 401), (wrong, 401)):
        response = await talk.client.post(f"{talk.path}/{call}", json=body, headers=headers)
        assert response.status_code == status
    nowhere = await talk.client.post(f"/v1/conversations/{'x' * 24}/{call}", json=body, headers=talk.headers)
    assert nowhere.status_code == 404


async def test_nobody_listens_on_after_a_connection_is_closed(
    base_url: str, talk: Talk, services: Services
) -> None:
    async with watching(base_url, talk, "1") as stream:
        await stream.next()
        assert services.hub.listeners(talk.id) == 1
    await until(lambda: services.hub.listeners(talk.id) == 0)


@pytest.mark.parametrize("last", ["abc", "-1", "1.5", "99999999999"])
async def test_a_bad_last_event_id_is_refused(talk: Talk, last: str) -> None:
    response = await talk.client.get(f"{talk.path}/events", headers=talk.headers | {"Last-Event-ID": last})
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "Last-Event-ID"
