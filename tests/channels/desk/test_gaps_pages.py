"""Editors see the questions without a good answer, in groups, and do something with them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine
from article_builders import revisions
from channels_builders import ScriptedAssistant, article_reply
from sqlalchemy import select

from assistant.schemas import Reply
from channels.conversations.schemas import GiveFeedback, PostMessage, StartConversation
from channels.operations.worker import tend_gaps
from channels.services import Services
from kit import clock
from knowledge.curation.models import State
from knowledge.gaps import repository, service
from knowledge.gaps.models import GapQuestion, Reason
from knowledge.gaps.schemas import Gap

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

LAREN = "kapsalon-laren"
CUT, CUTTING = "mag ik thuis haar knippen", "haar knippen in mijn huis"
GROUP = re.compile(r'class="title" href="/desk/gaps/(\d+)"')
QUESTION = re.compile(r'name="question" value="(\d+)"')


async def ask(services: Services, *texts: str, reason: Reason = Reason.NOT_FOUND, **known: str) -> None:
    async with services.database.transaction() as session:
        for text in texts:
            await service.record(session, Gap(text, reason, **known))


async def listed(browser: Any, query: str = "") -> list[str]:
    response = await browser.get(f"/desk/gaps{query}")
    assert response.status_code == 200
    return GROUP.findall(response.text)


async def act(browser: Any, gap_id: str, do: str, **fields: Any) -> httpx.Response:
    """Send the form of a group as it stands there, with all questions chosen unless told otherwise."""
    path = f"/desk/gaps/{gap_id}"
    token = await browser.token(path)
    chosen = {"csrf_token": token, "do": do, "question": QUESTION.findall(browser.page.text)} | fields
    response: httpx.Response = await browser.client.post(path, data=chosen)
    return response


@pytest.fixture
async def gap_id(services: Services, browse: Browse) -> str:
    """A group of two questions."""
    await ask(services, CUT, CUTTING, topic="werken-aan-huis", gemeente="laren")
    [found] = await listed(await browse("redactie"))
    return found


@pytest.mark.parametrize("who", ["redactie", "coordinator"])
async def test_editors_and_coordinators_see_the_groups(services: Services, browse: Browse, who: str) -> None:
    await ask(services, CUT, CUTTING, topic="werken-aan-huis", gemeente="laren")
    await ask(services, "<b>wie</b> is de burgemeester")
    browser = await browse(who)
    assert len(await listed(browser)) == 2
    text = browser.page.text
    assert CUTTING in text and "niets gevonden" in text and "Laren" in text
    assert "<b>wie</b>" not in text and text.count('aria-current="page"') == 1


async def test_account_managers_do_not(browse: Browse, gap_id: str) -> None:
    manager = await browse("anna")
    for path in ("/desk/gaps", f"/desk/gaps/{gap_id}"):
        assert (await manager.get(path)).status_code == 404
    assert "/desk/gaps" not in (await manager.get("/desk/articles")).text
    for path in (f"/desk/gaps/{gap_id}", "/desk/gaps/lessons/1/remove"):
        assert (await manager.send(path, do="dismiss")).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 1),
        ("?reason=not-found", 1),
        ("?reason=unhelpful", 0),
        ("?reason=onzin", 1),
        ("?topic=werken-aan-huis", 1),
        ("?topic=financiering", 0),
        ("?gemeente=laren", 1),
        ("?gemeente=eemnes", 0),
        ("?gemeente=%00%ff", 1),
        ("?period=7", 1),
        ("?period=999999999", 1),
        ("?settled=1", 0),
    ],
)
async def test_the_list_is_narrowed(browse: Browse, gap_id: str, query: str, found: int) -> None:
    assert len(await listed(await browse("redactie"), query)) == found


async def test_an_older_question_is_outside_the_period(services: Services, browse: Browse) -> None:
    with time_machine.travel(clock.now() - timedelta(days=20), tick=False):
        await ask(services, CUT)
    browser = await browse("redactie")
    assert await listed(browser, "?period=7") == []
    assert len(await listed(browser, "?period=30")) == 1


async def test_a_group_shows_its_questions_and_the_nearest_articles(browse: Browse, gap_id: str) -> None:
    text = (await (await browse("redactie")).get(f"/desk/gaps/{gap_id}")).text
    assert CUT in text and CUTTING in text
    assert f'name="article" value="{LAREN}"' in text and re.search(r"score 0,\d\d", text)


@pytest.mark.parametrize("path", ["999", "x", "-1", "9" * 40, "%00"])
async def test_a_group_that_is_not_there_is_a_page_that_says_so(browse: Browse, path: str) -> None:
    response = await (await browse("redactie")).get(f"/desk/gaps/{path}")
    assert response.status_code == 404 and "<h1>Niet gevonden</h1>" in response.text


async def test_an_article_begins_with_the_chosen_questions(browse: Browse, gap_id: str) -> None:
    browser = await browse("redactie")
    response = await act(browser, gap_id, "article")
    asked = parse_qs(urlsplit(response.headers["location"]).query)
    assert all(each.isdigit() for each in asked.pop("question"))  # their words stay out of the address
    assert asked == {"topic": ["werken-aan-huis"], "area": ["laren"]}
    form = (await browser.get(response.headers["location"])).text
    assert f"{CUTTING}\n{CUT}</textarea>" in form
    assert '<option value="werken-aan-huis" selected>' in form and '<option value="laren" selected>' in form
    assert await listed(browser) == [gap_id]  # until somebody closes it


async def test_a_phrasing_becomes_a_draft_that_goes_through_review(
    services: Services, browse: Browse, gap_id: str
) -> None:
    browser = await browse("redactie")
    response = await act(browser, gap_id, "phrasing", article=LAREN)
    draft = (await revisions(services, LAREN))[-1]
    assert response.headers["location"].startswith(f"/desk/articles/{LAREN}/revisions/{draft.id}/edit")
    assert draft.state is State.DRAFT and draft.content["questions"][-2:] == [CUTTING, CUT]
    assert (await browser.get(response.headers["location"])).status_code == 200
    assert await listed(browser) == [] and await listed(browser, "?settled=1") == [gap_id]


@pytest.mark.parametrize(
    ("do", "fields", "message"),
    [
        ("article", {"question": []}, "Kies eerst een of meer vragen."),
        (
            "phrasing",
            {"question": ["x", "999999999999999999999"], "article": LAREN},
            "Kies eerst een of meer",
        ),
        ("phrasing", {"article": ""}, "Kies een artikel"),
        ("phrasing", {"article": LAREN, "other": "nergens"}, "Dit artikel bestaat niet"),
        ("out-of-scope", {"note": "  "}, "Schrijf in een paar woorden waarom"),
        ("out-of-scope", {"note": "ja", "learn": "1", "question": []}, "Kies eerst een of meer vragen."),
        ("onzin", {"note": "mijn tekst"}, "Kies wat u met deze vragen wilt doen."),
    ],
)
async def test_what_cannot_be_done_is_said_and_nothing_is_lost(
    browse: Browse, gap_id: str, do: str, fields: dict[str, Any], message: str
) -> None:
    browser = await browse("redactie")
    response = await act(browser, gap_id, do, **fields)
    assert response.status_code == 400 and message in response.text
    assert fields.get("note", "").strip() in response.text
    assert await listed(browser) == [gap_id]


async def test_out_of_scope_is_learnt_only_when_ticked_and_can_be_taken_back(
    services: Services, browse: Browse, gap_id: str
) -> None:
    browser = await browse("redactie")
    await act(browser, gap_id, "out-of-scope", note="is van de kapper")
    assert await listed(browser) == [] and "Zinnen waarvan" not in browser.page.text
    await act(browser, gap_id, "out-of-scope", note="is van de kapper", learn="1")
    assert await listed(browser) == [] and "Zinnen waarvan" in browser.page.text
    async with services.database.reading() as session:
        lessons = await repository.lessons(session)
    assert [lesson.text for lesson in lessons] == [CUTTING, CUT]
    await browser.send(f"/desk/gaps/lessons/{lessons[0].id}/remove", "/desk/gaps")
    assert CUTTING not in (await browser.get("/desk/gaps")).text


async def test_a_closed_group_comes_back_with_what_was_decided(
    services: Services, browse: Browse, gap_id: str
) -> None:
    browser = await browse("redactie")
    await act(browser, gap_id, "dismiss", note="nieuw artikel gemaakt")
    assert await listed(browser) == []
    await ask(services, CUT)
    assert await listed(browser) == [gap_id]
    assert "nieuw artikel gemaakt" in (await browser.get(f"/desk/gaps/{gap_id}")).text


async def test_the_worker_groups_and_deletes_after_the_set_days(
    services: Services, browse: Browse, gap_id: str
) -> None:
    assert await tend_gaps(services) == 0
    later = clock.now() + timedelta(days=services.settings.gap_days + 1)
    with time_machine.travel(later, tick=False):
        assert await tend_gaps(services) == 2
    assert await listed(await browse("redactie")) == []


async def noted(services: Services) -> list[tuple[str, str | None]]:
    async with services.database.reading() as session:
        found = await session.scalars(select(GapQuestion).where(GapQuestion.reason == Reason.UNHELPFUL))
        return [(each.text, each.article_id) for each in found]


async def answered(
    services: Services, assistant: ScriptedAssistant, *said: PostMessage, kind: str = "article"
) -> tuple[str, str]:
    """Have a conversation; return its id and that of the last answer."""

    def reply(_said: str) -> Reply:
        given = article_reply()
        assert given.answer
        return given.model_copy(update={"answer": given.answer.model_copy(update={"kind": kind})})

    assistant.reply = reply
    started, _, _ = await services.conversations.start(StartConversation())
    for each in said:
        messages = await services.conversations.post(started.id, each)
    return started.id, messages[-1].id


@pytest.mark.parametrize(
    ("said", "kind", "found"),
    [
        ([PostMessage(text="mag dit")], "article", [("mag dit", "regels")]),
        (
            [PostMessage(text="mag dit"), PostMessage(choice="details:regels")],
            "article",
            [("mag dit", "regels")],
        ),
        ([PostMessage(text="mag dit"), PostMessage(choice="topic:contact")], "article", []),
        ([PostMessage(choice="article:regels")], "article", []),
        ([PostMessage(text="mag dit")], "hand-off-question", []),
        ([PostMessage(text="mag dit")], "fallback", []),
        ([PostMessage(text="mag dit met reuma")], "article", []),
    ],
)
async def test_an_unhelpful_answer_leaves_the_question_once(
    services: Services,
    assistant: ScriptedAssistant,
    said: list[PostMessage],
    kind: str,
    found: list[tuple[str, str]],
) -> None:
    conversation, message = await answered(services, assistant, *said, kind=kind)
    for helpful in (True, False, False):
        await services.conversations.give_feedback(
            conversation, GiveFeedback(message_id=message, helpful=helpful)
        )
    assert await noted(services) == found


async def test_a_helpful_answer_and_a_word_on_the_whole_leave_nothing(
    services: Services, assistant: ScriptedAssistant
) -> None:
    conversation, message = await answered(services, assistant, PostMessage(text="mag dit"))
    await services.conversations.give_feedback(conversation, GiveFeedback(message_id=message, helpful=True))
    await services.conversations.give_feedback(conversation, GiveFeedback(helpful=False))
    assert await noted(services) == []
