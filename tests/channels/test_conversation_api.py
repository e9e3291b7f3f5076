"""The conversations over HTTP, with good and bad input."""

import asyncio
import json

import httpx
import pytest
from channels_builders import ScriptedAssistant, Talk, article_reply, until
from sqlalchemy import func, select

from channels.conversations.models import Conversation, Feedback, Message
from channels.services import Services

BSN = "111222333"
IBAN = "NL91 ABNA 0417 1643 00"


def assert_problem(response: httpx.Response, status: int, field: str | None = None) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["API-Version"]
    problem: dict[str, object] = response.json()
    assert problem["status"] == status
    assert problem["title"] and problem["detail"]
    assert problem["instance"] == response.request.url.path
    if field is not None:
        errors = problem["errors"]
        assert isinstance(errors, list)
        assert field in [error["field"] for error in errors]
        assert all(error["reason"] for error in errors)
    return problem


async def test_a_conversation_starts_with_an_id_a_token_and_the_disclosure(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/conversations", json={"channel": "web", "gemeente": "gooise-meren"})
    assert response.status_code == 201
    started = response.json()
    assert len(started["id"]) >= 20 and len(started["token"]) >= 40
    first = started["messages"][0]
    assert first["sender"] == "assistant"
    assert "computer" in first["text"]
    assert first["choices"][0] == {"title": "Werken aan huis", "choice": "topic:werken-aan-huis"}
    assert first["answer"] == {"kind": "small-talk", "sources": []}
    assert first["sentAt"].endswith(("Z", "+00:00"))


async def test_a_conversation_starts_without_any_body(client: httpx.AsyncClient) -> None:
    assert (await client.post("/v1/conversations")).status_code == 201


async def test_the_token_itself_is_not_stored(talk: Talk, services: Services) -> None:
    async with services.database.reading() as session:
        conversation = await session.get(Conversation, talk.id)
    assert conversation and talk.token not in str(vars(conversation))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"gemeente": "atlantis"}, "gemeente"),
        ({"gemeente": "Gooise Meren"}, "gemeente"),
        ({"gemeente": 5}, "gemeente"),
        ({"gemeente": "\x00"}, "gemeente"),
        ({"channel": "WEB!"}, "channel"),
        ({"channel": "x" * 31}, "channel"),
        ({"channel": None}, "channel"),
        ({"language": "Nederlands"}, "language"),
        ([], ""),
        ("tekst", ""),
    ],
)
async def test_a_bad_start_is_refused_with_the_field(
    client: httpx.AsyncClient, body: object, field: str
) -> None:
    assert_problem(await client.post("/v1/conversations", json=body), 400, field)


async def test_a_gemeente_outside_the_region_is_welcome(client: httpx.AsyncClient) -> None:
    assert (await client.post("/v1/conversations", json={"gemeente": "utrecht"})).status_code == 201


async def test_a_message_gets_its_replies_with_source_and_topic(
    talk: Talk, assistant: ScriptedAssistant
) -> None:
    assistant.reply = lambda said: article_reply()
    response = await talk.send({"text": "Mag ik thuis knippen?"})
    assert response.status_code == 201
    (message,) = response.json()["messages"]
    assert message["sender"] == "assistant" and message["text"] == "Dat mag."
    assert message["answer"] == {
        "kind": "article",
        "topic": "werken-aan-huis",
        "articleId": "regels",
        "sources": [{"title": "Plan", "date": "2013", "checkedOn": "2026-11-21"}],
        "confidence": 0.9,
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "   \n\t "}, "text"),
        ({"text": "\u200b\u200d\ufeff"}, "text"),
        ({"text": "\u3164\u2800 \u115f"}, "text"),
        ({"text": "\x00\x1b\x7f"}, "text"),
        ({"text": "\ufe0f\u0301"}, "text"),
        ({"text": "a" * 1001}, "text"),
        ({"text": 12}, "text"),
        ({"text": ["a"]}, "text"),
        ({"text": {"a": "b"}}, "text"),
        ({"text": True}, "text"),
        ({"choice": ""}, "choice"),
        ({"choice": "c" * 201}, "choice"),
        ({"choice": 1}, "choice"),
        ({"text": "a", "choice": "b"}, ""),
        ({}, ""),
        ({"text": None}, ""),
        ({"message": "hallo"}, ""),
        ([], ""),
        ("hallo", ""),
        (None, ""),
        (3.5, ""),
    ],
)
async def test_a_bad_message_is_refused_and_not_stored(
    talk: Talk, assistant: ScriptedAssistant, body: object, field: str
) -> None:
    before = await talk.transcript()
    problem = assert_problem(await talk.send(body), 400, field)
    assert await talk.transcript() == before
    assert assistant.asked == []
    assert "Input should" not in json.dumps(problem)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"{'text': 'a'}",
        b'{"text": "a"',
        b"\xff\xfe\x00",
        b'{"text": "\xe9"}',
        b"[" * 20_000,
        b'{"text": NaN}',
        b"",
        b"text=hallo",
    ],
)
async def test_what_is_no_json_is_refused(talk: Talk, content: bytes) -> None:
    headers = talk.headers | {"Content-Type": "application/json"}
    assert_problem(await talk.client.post(f"{talk.path}/messages", content=content, headers=headers), 400)


async def test_a_form_is_refused(talk: Talk) -> None:
    response = await talk.client.post(f"{talk.path}/messages", data={"text": "hallo"}, headers=talk.headers)
    assert_problem(response, 400)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a" * 1000, "a" * 1000),
        ("🏠", "🏠"),
        ("👍🏽", "👍🏽"),
        ("?", "?"),
        ("  hallo\u200b daar\x07 ", "hallo daar"),
        ("cafe\u0301", "café"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE messages; --", "'; DROP TABLE messages; --"),
        ("\u202eomgekeerd", "omgekeerd"),
        ("half \ud83d teken", "half  teken"),
        ("een\r\ntwee\n\n\n\ndrie", "een\ntwee\n\ndrie"),
        ("/restart", "/restart"),
        ("{{ 7*7 }} {0} %s", "{{ 7*7 }} {0} %s"),
        ("Ünïcödé ﷽ 中文", "Ünïcödé ﷽ 中文"),
    ],
)
async def test_odd_text_is_accepted_and_kept_as_text(talk: Talk, typed: str, stored: str) -> None:
    content = json.dumps({"text": typed}).encode()
    headers = talk.headers | {"Content-Type": "application/json"}
    response = await talk.client.post(f"{talk.path}/messages", content=content, headers=headers)
    assert response.status_code == 201, response.text
    messages = await talk.transcript()
    assert [message["text"] for message in messages if message["sender"] == "entrepreneur"] == [stored]


@pytest.mark.parametrize("number", [BSN, IBAN, "bsn 111222333"])
async def test_a_personal_number_reaches_neither_the_store_nor_the_assistant(
    talk: Talk, assistant: ScriptedAssistant, services: Services, number: str
) -> None:
    await talk.send({"text": f"mijn nummer is {number}, mag dat?"})
    await talk.send({"choice": f"topic:{number}"})
    await talk.client.post(
        f"{talk.path}/feedback", json={"helpful": True, "comment": f"zie {number}"}, headers=talk.headers
    )
    digits = "0417" if number == IBAN else BSN
    assert digits not in str(assistant.asked)
    async with services.database.reading() as session:
        rows = [*(await session.scalars(select(Message))), *(await session.scalars(select(Feedback)))]
    assert not [row for row in rows if digits in str(vars(row))]
    assert "verwijderd" in str([message["text"] for message in await talk.transcript()])


@pytest.mark.parametrize(
    "path", ["", "/messages", "/events", "/feedback"], ids=["read", "post", "watch", "feedback"]
)
@pytest.mark.parametrize(
    ("authorization", "status"),
    [(None, 401), ("Bearer fout", 401), ("Bearer ", 401), ("Basic YTpi", 401), ("fout", 401)],
)
async def test_a_missing_or_wrong_token_is_refused(
    talk: Talk, path: str, authorization: str | None, status: int
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    method, body = (
        ("POST", {"text": "a", "helpful": True}) if path in ("/messages", "/feedback") else ("GET", None)
    )
    response = await talk.client.request(method, talk.path + path, json=body, headers=headers)
    assert_problem(response, status)
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_the_token_of_another_conversation_is_refused(talk: Talk) -> None:
    other = (await talk.client.post("/v1/conversations")).json()
    headers = {"Authorization": f"Bearer {other['token']}"}
    assert_problem(await talk.client.get(talk.path, headers=headers), 401)
    assert_problem(await talk.client.delete(talk.path, headers=headers), 401)
    assert await talk.transcript()


@pytest.mark.parametrize("unknown", ["abc", "a" * 24, "a" * 500, "%00", "%2e%2e", "a'; --", "🏠"])
async def test_an_unknown_conversation_is_not_found(client: httpx.AsyncClient, unknown: str) -> None:
    headers = {"Authorization": "Bearer x"}
    for method, path in [("GET", ""), ("DELETE", ""), ("POST", "/messages"), ("GET", "/events")]:
        body = {"text": "hallo"} if method == "POST" else None
        response = await client.request(
            method, f"/v1/conversations/{unknown}{path}", json=body, headers=headers
        )
        assert response.status_code == 404, response.text
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_that_is_too_large_is_refused(talk: Talk, chunked: bool) -> None:
    async def chunks():
        for _ in range(100):
            yield b" " * 10_000

    headers = talk.headers | {"Content-Type": "application/json"}
    content = chunks() if chunked else b" " * 1_000_000
    assert_problem(await talk.client.post(f"{talk.path}/messages", content=content, headers=headers), 413)


@pytest.mark.parametrize(
    "path", ["/v1/conversations/", "/v1/articles/", "/v1/nergens", "/nergens/", "/v2/articles"]
)
async def test_an_unknown_address_or_a_trailing_slash_is_not_found(
    client: httpx.AsyncClient, path: str
) -> None:
    assert_problem(await client.get(path), 404)


async def test_a_wrong_method_is_named_as_such(client: httpx.AsyncClient) -> None:
    response = await client.put("/v1/conversations", json={})
    assert_problem(response, 405)
    assert "POST" in response.headers["Allow"]


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


async def test_an_unexpected_error_shows_no_trace(
    talk: Talk, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def break_down(*_: object) -> None:
        raise ZeroDivisionError("geheim")

    monkeypatch.setattr(services.conversations, "read", break_down)
    response = await talk.client.get(talk.path, headers=talk.headers)
    problem = assert_problem(response, 500)
    assert "geheim" not in json.dumps(problem) and "Traceback" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "geheim" not in caplog.text and "ZeroDivisionError" in caplog.text
