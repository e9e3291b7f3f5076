"""The API for conversations: choices, feedback and erasing."""

import asyncio

import pytest
from channels_builders import ScriptedAssistant, Talk, until
from conversation_problems import assert_problem
from sqlalchemy import func, select

from channels.conversations.models import Conversation, Feedback, Message
from channels.services import Services


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("1", "topic:werken-aan-huis"),
        ("2.", "topic:financiering"),
        (" 3) ", "hand-off"),
        ("WERKEN AAN HUIS!", "topic:werken-aan-huis"),
        ("financiering, subsidie", "topic:financiering"),
        ("praat met een mens", "hand-off"),
        ("4", None),
        ("0", None),
        ("11", None),
        ("werken aan huis in Laren", None),
        ("!", None),
    ],
)
async def test_a_typed_title_or_number_counts_as_the_choice(
    talk: Talk, assistant: ScriptedAssistant, typed: str, choice: str | None
) -> None:
    await talk.send({"text": typed})
    assert assistant.asked == ([(None, choice)] if choice else [(typed.strip(), None)])
    assert (await talk.transcript())[1]["text"] == typed.strip()


async def test_a_number_means_nothing_once_other_things_were_said(
    talk: Talk, assistant: ScriptedAssistant
) -> None:
    await talk.send({"text": "hallo"})
    await talk.send({"text": "1"})
    assert assistant.asked[-1] == ("1", None)


async def test_a_pressed_choice_stands_in_the_transcript_by_its_title(
    talk: Talk, assistant: ScriptedAssistant
) -> None:
    await talk.send({"choice": "topic:financiering"})
    assert assistant.asked == [(None, "topic:financiering")]
    assert (await talk.transcript())[1]["text"] == "Financiering & subsidie!"


async def test_feedback_is_kept_for_a_message_of_the_conversation(talk: Talk, services: Services) -> None:
    message = (await talk.send({"text": "hallo"})).json()["messages"][0]
    body = {"messageId": message["id"], "helpful": False, "comment": "Te vaag"}
    response = await talk.client.post(f"{talk.path}/feedback", json=body, headers=talk.headers)
    assert response.status_code == 201
    async with services.database.reading() as session:
        (kept,) = await session.scalars(select(Feedback))
    assert (kept.message_id, kept.helpful, kept.comment) == (message["id"], False, "Te vaag")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "helpful"),
        ({"helpful": "ja"}, "helpful"),
        ({"helpful": 1}, "helpful"),
        ({"helpful": None}, "helpful"),
        ({"helpful": True, "messageId": "onbekend"}, "messageId"),
        ({"helpful": True, "messageId": "a b"}, "messageId"),
        ({"helpful": True, "comment": "a" * 1001}, "comment"),
        ({"helpful": False, "reason": "zomaar"}, "reason"),
        ({"helpful": True, "comment": "\u200b"}, "comment"),
    ],
)
async def test_bad_feedback_is_refused(talk: Talk, services: Services, body: object, field: str) -> None:
    response = await talk.client.post(f"{talk.path}/feedback", json=body, headers=talk.headers)
    assert_problem(response, 400, field)
    async with services.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Feedback)) == 0


async def test_a_reason_that_comes_later_takes_the_place_of_the_vote(talk: Talk, services: Services) -> None:
    message = str((await talk.transcript())[0]["id"])
    for more in ({}, {"reason": "not-clear", "comment": "Wat is een kern?"}):
        body = {"messageId": message, "helpful": False, **more}
        response = await talk.client.post(f"{talk.path}/feedback", json=body, headers=talk.headers)
        assert response.status_code == 201
    async with services.database.reading() as session:
        [kept] = await session.scalars(select(Feedback))
    assert (kept.helpful, kept.reason, kept.comment) == (False, "not-clear", "Wat is een kern?")


async def test_feedback_on_a_message_of_another_conversation_is_refused(talk: Talk) -> None:
    other = (await talk.client.post("/v1/conversations")).json()
    body = {"helpful": True, "messageId": other["messages"][0]["id"]}
    response = await talk.client.post(f"{talk.path}/feedback", json=body, headers=talk.headers)
    assert_problem(response, 400, "messageId")


async def test_erasing_leaves_nothing_behind(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    await talk.send({"text": "hallo"})
    await talk.client.post(f"{talk.path}/feedback", json={"helpful": True}, headers=talk.headers)
    response = await talk.client.delete(talk.path, headers=talk.headers)
    assert response.status_code == 204 and response.content == b""
    assert assistant.forgotten == [talk.id]
    async with services.database.reading() as session:
        for table in (Conversation, Message, Feedback):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
    assert_problem(await talk.send({"text": "nog iets"}), 404)
    assert_problem(await talk.client.delete(talk.path, headers=talk.headers), 404)


async def test_a_message_that_waits_while_the_conversation_is_erased_is_not_found(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    assistant.proceed = asyncio.Event()
    first = asyncio.create_task(talk.send({"text": "een"}))
    await until(lambda: assistant.answering == 1)
    erasing = asyncio.create_task(talk.client.delete(talk.path, headers=talk.headers))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(talk.send({"text": "twee"}))
    await asyncio.sleep(0.05)
    assistant.proceed.set()
    statuses = [response.status_code for response in await asyncio.gather(first, erasing, second)]
    assert statuses == [201, 204, 404]
