"""The list of articles: found by every filter, in every order, a page at a time; and who sees what."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from article_builders import PUBLISHED, article_form, change, errors, offered, send
from channels_builders import ScriptedAssistant, article_reply
from desk_builders import desk_routes
from fastapi import FastAPI

from assistant.schemas import Reply
from channels.conversations.schemas import GiveFeedback, PostMessage, StartConversation
from channels.desk.articles import list_routes
from channels.services import Services
from kit import clock
from knowledge.models import Article

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

ROW = re.compile(r'<a class="title" href="/desk/articles/([\w-]+)">')
HILVERSUM, LAREN, OLD = "kapsalon-hilversum", "kapsalon-laren", "kapsalon-oud"


async def listed(browser: Any, query: str = "") -> list[str]:
    response = await browser.get(f"/desk/articles{query}")
    assert response.status_code == 200
    return ROW.findall(response.text)


async def put(services: Services, article_id: str, **values: Any) -> None:
    async with services.database.transaction() as session:
        article = await session.get_one(Article, article_id)
        for name, value in values.items():
            setattr(article, name, value)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [HILVERSUM, OLD, LAREN]),
        ("?topic=werken-aan-huis", [HILVERSUM, OLD, LAREN]),
        ("?topic=financiering", []),
        ("?topic=onzin", [HILVERSUM, OLD, LAREN]),
        ("?area=laren", [LAREN]),
        ("?area=atlantis", []),
        ("?area=%00%ff", []),
        ("?q=KAPSALON-OUD", [OLD]),
        ("?q=in+mijn+garage", [LAREN]),
        ("?q=%25", []),
        ("?q=%00", [HILVERSUM, OLD, LAREN]),
        ("?q=" + "x" * 5000, []),
        ("?status=published&area=laren", [LAREN]),
        ("?status=withdrawn", []),
        ("?status=onzin", [HILVERSUM, OLD, LAREN]),
        ("?expires=30", []),
        ("?expires=9999999999999", [HILVERSUM, OLD, LAREN]),
        ("?review=1", []),
        ("?low=1", []),
        ("?sort=gebied", [OLD, HILVERSUM, LAREN]),
        ("?sort=geldig", [OLD, HILVERSUM, LAREN]),
        ("?sort=onzin&page=onzin", [OLD, HILVERSUM, LAREN]),
        ("?page=-1", [HILVERSUM, OLD, LAREN]),
        ("?page=99999", [HILVERSUM, OLD, LAREN]),
    ],
)
async def test_the_list_is_narrowed_and_ordered(browse: Browse, query: str, found: list[str]) -> None:
    seen = await listed(await browse("redactie"), query)
    assert seen == found if "sort" in query else sorted(seen) == sorted(found)


async def test_what_expires_or_has_to_be_reviewed_is_found_and_marked(
    services: Services, browse: Browse
) -> None:
    await put(services, LAREN, valid_until=clock.today() + timedelta(days=30))
    await put(services, HILVERSUM, checked_on=clock.today() - timedelta(days=400))
    browser = await browse("redactie")
    assert await listed(browser, "?expires=30") == [LAREN]
    assert '<strong class="due near">bijna</strong>' in browser.page.text
    assert await listed(browser, "?review=1") == [HILVERSUM]
    assert '<strong class="due near">nu</strong>' in browser.page.text
    assert (await listed(browser, "?sort=nazien"))[0] == HILVERSUM
    assert '<strong class="due late">verlopen</strong>' in browser.page.text


async def test_drafts_and_reviews_are_found_and_lead_to_their_own_page(browse: Browse) -> None:
    browser = await browse("redactie")
    await send(browser, "/desk/articles/new", **article_form())
    look = await offered(browser)
    assert await listed(browser, "?status=new") == ["lunchroom-aan-huis"]
    assert await listed(browser, "?status=draft") == ["lunchroom-aan-huis"]
    assert await listed(browser, "?status=in-review") == [HILVERSUM]
    assert f'href="{look}"' in browser.page.text
    assert await listed(browser, "?q=broodjes") == ["lunchroom-aan-huis"]
    opened = await browser.get("/desk/articles/lunchroom-aan-huis")
    assert "/desk/articles/lunchroom-aan-huis/revisions/" in opened.headers["location"]


async def test_a_long_list_comes_a_page_at_a_time(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_routes, "ROWS", 2)
    browser = await browse("redactie")
    first = await listed(browser, "?topic=werken-aan-huis")
    assert "3 artikelen, u ziet 1 tot en met 2" in browser.page.text and 'rel="prev"' not in browser.page.text
    following = re.search(r'href="/desk/articles(\?[^"]+)" rel="next"', browser.page.text)
    assert following
    second = await listed(browser, following[1].replace("&amp;", "&"))
    assert len(first) == 2 and len(second) == 1 and not set(first) & set(second)
    assert 'rel="next"' not in browser.page.text and "topic=werken-aan-huis" in browser.page.text


async def give_feedback(services: Services, assistant: ScriptedAssistant, *votes: bool) -> None:
    def reply(_said: str) -> Reply:
        given = article_reply()
        assert given.answer
        return given.model_copy(update={"answer": given.answer.model_copy(update={"article_id": LAREN})})

    assistant.reply = reply
    for helpful in votes:
        started, _, _ = await services.conversations.start(StartConversation())
        answered = await services.conversations.post(started.id, PostMessage(text="mag het"))
        reason = None if helpful else "not-complete"
        feedback = GiveFeedback(message_id=answered[-1].id, helpful=helpful, reason=reason)
        await services.conversations.give_feedback(started.id, feedback)


async def test_articles_that_help_too_little_are_found(
    services: Services, assistant: ScriptedAssistant, browse: Browse
) -> None:
    browser = await browse("redactie")
    await give_feedback(services, assistant, True, False)
    assert await listed(browser, "?low=1") == []
    assert "1 ja, 1 nee" in (await browser.get("/desk/articles")).text
    await give_feedback(services, assistant, False)
    assert await listed(browser, "?low=1") == [LAREN]
    assert "te weinig" in browser.page.text and "1 ja, 2 nee (2× niet compleet)" in browser.page.text
    assert (await listed(browser, "?sort=nut"))[0] == LAREN


READABLE = ["/desk/articles", PUBLISHED]
FOR_EDITORS = [
    "/desk/articles/new",
    "/desk/articles/try",
    "/desk/worklist",
    "/desk/coverage",
    f"{PUBLISHED}/history",
    f"{PUBLISHED}/withdraw",
]


async def test_account_managers_read_articles_and_nothing_more(browse: Browse) -> None:
    editor, manager = await browse("redactie"), await browse("anna")
    await send(editor, "/desk/articles/new", **article_form())
    look = await offered(editor, title="Geheim concept")
    for path in READABLE:
        text = (await manager.get(path)).text
        assert "Werken aan huis in Hilversum" in text
        assert "Geheim concept" not in text and "/revisions/" not in text and "/new" not in text
    assert "lunchroom" not in (await manager.get("/desk/articles")).text
    assert "Bestemmingsplan Centrum" in (await manager.get(PUBLISHED)).text
    for path in (*FOR_EDITORS, look, f"{look}/edit", "/desk/articles/lunchroom-aan-huis"):
        assert (await manager.get(path)).status_code == 404, path
    for path in (PUBLISHED, f"{look}/publish", f"{PUBLISHED}/withdraw", "/desk/articles/preview"):
        refused = await manager.send(path, "/desk/tickets", do="save", note="weg ermee", title="x")
        assert refused.status_code == 404, path


@pytest.mark.parametrize("who", ["redactie", "coordinator"])
async def test_editors_and_coordinators_open_every_page(browse: Browse, who: str) -> None:
    browser = await browse(who)
    for path in (*READABLE, *FOR_EDITORS):
        response = await browser.get(path)
        assert response.status_code == 200, path
        assert "Werklijst (0)" in response.text, path
        assert response.text.count('aria-current="page"') == 1, path


@pytest.mark.parametrize(
    "path",
    [
        "/desk/articles/nergens",
        "/desk/articles/%00",
        "/desk/articles/Hoofd",
        "/desk/articles/" + "x" * 500,
        f"{PUBLISHED}/revisions/999",
        f"{PUBLISHED}/revisions/x",
        f"{PUBLISHED}/revisions/{'9' * 40}",
        f"{PUBLISHED}/revisions/-1/edit",
        f"{PUBLISHED}/revisions/%C2%B2",
        "/desk/articles/nergens/history",
        "/desk/articles/nergens/withdraw",
        "/desk/articles/try?revision=x",
        "/desk/articles/try?revision=9999",
    ],
)
async def test_what_does_not_exist_is_a_page_that_says_so(browse: Browse, path: str) -> None:
    response = await (await browse("redactie")).get(path)
    assert response.status_code == 404
    assert "<h1>Niet gevonden</h1>" in response.text


async def test_a_draft_is_not_found_under_the_name_of_another_article(browse: Browse) -> None:
    browser = await browse("redactie")
    look = await offered(browser)
    other = look.replace(HILVERSUM, LAREN)
    assert (await browser.get(other)).status_code == 404
    assert (await browser.send(f"{other}/discard", look)).status_code == 404


async def test_an_article_can_begin_like_another(browse: Browse) -> None:
    browser = await browse("redactie")
    text = (await browser.get(f"/desk/articles/new?like={LAREN}")).text
    assert 'name="title" type="text" value="Werken aan huis in Laren"' in text
    assert 'name="id" type="text" value=""' in text
    assert (await browser.get("/desk/articles/new?like=nergens")).status_code == 200
    assert (await browser.get("/desk/articles/new?question=mag+dit")).status_code == 404


async def test_the_size_of_the_worklist_stands_in_the_navigation(browse: Browse) -> None:
    browser = await browse("redactie")
    await change(browser, PUBLISHED)
    assert "Werklijst (0)" in (await browser.get("/desk/articles")).text
    await offered(browser)
    assert "Werklijst (1)" in (await browser.get("/desk/articles")).text


async def test_no_article_takes_the_address_of_a_page(desk_app: FastAPI, browse: Browse) -> None:
    pages = {path.split("/")[3] for _, path in desk_routes(desk_app) if path.startswith("/desk/articles/")}
    browser = await browse("redactie")
    for name in pages - {"kapsalon-laren"}:
        refused = await send(browser, "/desk/articles/new", **article_form(id=name))
        assert "naam van een pagina" in errors(refused)["id"], name
