"""The API for conversations: one turn after another, each once, also when something breaks halfway."""

import asyncio

import httpx
import pytest
from channels_builders import ScriptedAssistant, Talk, until
from conversation_problems import assert_problem

from channels.services import Services


async def test_messages_at_the_same_time_are_answered_one_by_one_in_order(
    talk: Talk, assistant: ScriptedAssistant
) -> None:
    assistant.pause = 0.02
    sent = []
    for number in range(8):
        sent.append(asyncio.create_task(talk.send({"text": f"vraag {number}"})))
        await asyncio.sleep(0.01)
    responses = await asyncio.gather(*sent)
    assert [response.json()["messages"][0]["text"] for response in responses] == [
        f"antwoord op vraag {number}" for number in range(8)
    ]
    assert assistant.most_at_once == 1
    texts = [message["text"] for message in (await talk.transcript())[1:]]
    pairs = [(f"vraag {number}", f"antwoord op vraag {number}") for number in range(8)]
    assert texts == [text for pair in pairs for text in pair]


async def test_two_conversations_do_not_wait_for_each_other(
    client: httpx.AsyncClient, talk: Talk, assistant: ScriptedAssistant
) -> None:
    started = (await client.post("/v1/conversations")).json()
    other = Talk(client, started["id"], started["token"])
    assistant.proceed = asyncio.Event()
    tasks = [asyncio.create_task(one.send({"text": "hallo"})) for one in (talk, other)]
    await until(lambda: assistant.answering == 2)
    assistant.proceed.set()
    assert [response.status_code for response in await asyncio.gather(*tasks)] == [201, 201]


async def test_the_same_key_again_gives_the_same_messages(talk: Talk, assistant: ScriptedAssistant) -> None:
    first = await talk.send({"text": "hallo"}, key="k1")
    again = await talk.send({"text": " hallo\u200b "}, key="k1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert len(assistant.asked) == 1
    assert len(await talk.transcript()) == 3


async def test_the_same_key_at_the_same_time_is_answered_once(
    talk: Talk, assistant: ScriptedAssistant
) -> None:
    assistant.pause = 0.05
    responses = await asyncio.gather(*(talk.send({"choice": "yes"}, key="k1") for _ in range(5)))
    assert len({response.text for response in responses}) == 1
    assert len(assistant.asked) == 1


async def test_the_same_key_with_another_message_is_a_conflict(talk: Talk) -> None:
    await talk.send({"text": "hallo"}, key="k1")
    assert_problem(await talk.send({"text": "iets anders"}, key="k1"), 409)
    assert_problem(await talk.send({"choice": "hallo"}, key="k1"), 409)


async def test_a_key_counts_within_its_conversation_only(
    client: httpx.AsyncClient, talk: Talk, assistant: ScriptedAssistant
) -> None:
    started = (await client.post("/v1/conversations")).json()
    await talk.send({"text": "hallo"}, key="k1")
    await Talk(client, started["id"], started["token"]).send({"text": "dag"}, key="k1")
    assert len(assistant.asked) == 2


@pytest.mark.parametrize("key", ["", "k" * 201, "caf\xe9"])
async def test_a_bad_key_is_refused(talk: Talk, key: str) -> None:
    headers = [
        (b"Authorization", f"Bearer {talk.token}".encode()),
        (b"Idempotency-Key", key.encode("latin-1")),
    ]
    response = await talk.client.post(f"{talk.path}/messages", json={"text": "a"}, headers=headers)
    assert_problem(response, 400, "Idempotency-Key")


async def test_a_retry_after_a_crash_gets_its_answer_after_all(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    class PowerCut(BaseException):
        pass

    async def cut(_conversation_id: str) -> None:
        raise PowerCut

    assistant.during = cut
    from channels.conversations.schemas import PostMessage

    with pytest.raises(PowerCut):
        await services.conversations.post(talk.id, PostMessage(text="hallo"), "k1")
    assistant.during = None
    again = await talk.send({"text": "hallo"}, key="k1")
    assert [message["text"] for message in again.json()["messages"]] == ["antwoord op hallo"]
    assert len(await talk.transcript()) == 3


async def test_a_broken_assistant_leaves_the_message_and_an_apology_with_a_way_out(
    talk: Talk, assistant: ScriptedAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.failure = RuntimeError("geheime vraag over schulden")
    response = await talk.send({"text": "geheime vraag over schulden"})
    assert response.status_code == 201
    (message,) = response.json()["messages"]
    assert message["answer"]["kind"] == "notice"
    assert message["text"].startswith("Sorry")
    assert [choice["choice"] for choice in message["choices"]] == ["hand-off"]
    assert [item["sender"] for item in await talk.transcript()] == ["assistant", "entrepreneur", "assistant"]
    assert "schulden" not in caplog.text and "RuntimeError" in caplog.text


async def test_a_conversation_opens_while_the_assistant_is_broken(
    client: httpx.AsyncClient, assistant: ScriptedAssistant
) -> None:
    assistant.failure = RuntimeError("stuk")
    response = await client.post("/v1/conversations")
    assert response.status_code == 201
    assert "computer" in response.json()["messages"][0]["text"]
