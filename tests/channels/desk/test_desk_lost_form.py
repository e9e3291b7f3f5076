"""A form that arrives after its session has ended: what was typed is sent after logging in again."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import httpx
import pytest
from article_builders import PUBLISHED, filled, revisions
from desk_builders import PASSWORD, Browser
from sqlalchemy import delete

from channels.desk.models import DeskSession
from channels.services import Services

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

OURS = {"Sec-Fetch-Site": "same-origin"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


async def end_sessions(services: Services) -> None:
    async with services.database.transaction() as session:
        await session.execute(delete(DeskSession))


def hidden(page: httpx.Response) -> list[tuple[str, str]]:
    return [(name, unescape(value)) for name, value in HIDDEN.findall(page.text)]


async def again(browser: Browser, page: httpx.Response, **typed: str) -> httpx.Response:
    """Send the one form on a page, with everything that it carries."""
    action = re.findall(r'<form method="post" action="([^"]+)"', page.text)[-1]
    data: dict[str, Any] = {}
    for name, value in hidden(page):
        data.setdefault(name, []).append(value)
    return await browser.client.post(action, data=data | typed, headers=OURS)


async def lost(browser: Browser, services: Services, **changes: Any) -> httpx.Response:
    """Send the form of an article after the session has ended."""
    form = await filled(browser, PUBLISHED, **changes)
    token = await browser.token("/desk/articles")
    await end_sessions(services)
    data = {"csrf_token": token, "do": "save"} | form
    return await browser.client.post(PUBLISHED, data=data, headers=OURS)


async def test_the_text_survives_logging_in_again(services: Services, browse: Browse) -> None:
    browser = await browse("redactie")
    answer = 'Regel één.\n\nRegel "twee" & <drie>.'
    page = await lost(browser, services, short_answer=answer, audience=["zzp", "mkb"])
    assert page.status_code == 403 and "Wat u typte, is er nog" in page.text
    wrong = await again(browser, page, email="redactie@example.nl", password="verkeerd wachtwoord")
    assert wrong.status_code == 400
    entered = await again(browser, wrong, email="redactie@example.nl", password=PASSWORD)
    assert entered.status_code == 200 and "Uw tekst is er nog" in entered.text
    assert f'action="{PUBLISHED}"' in entered.text
    assert len(await revisions(services, "kapsalon-hilversum")) == 1
    done = await again(browser, entered)
    assert done.status_code == 303, done.text
    draft = (await revisions(services, "kapsalon-hilversum"))[-1]
    assert draft.content["short_answer"] == answer
    assert draft.content["audience"] == ["zzp", "mkb"]


async def test_a_form_of_an_earlier_session_is_sent_again_with_one_press(
    services: Services, browse: Browse
) -> None:
    browser = await browse("redactie")
    form = await filled(browser, PUBLISHED, title="Uit het eerste tabblad")
    data = {"csrf_token": "van-vroeger", "do": "save"} | form
    page = await browser.client.post(PUBLISHED, data=data, headers=OURS)
    assert page.status_code == 403 and "Uw tekst is er nog" in page.text
    assert (await again(browser, page)).status_code == 303
    draft = (await revisions(services, "kapsalon-hilversum"))[-1]
    assert draft.content["title"] == "Uit het eerste tabblad"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", None])
async def test_what_may_come_from_elsewhere_is_never_kept(
    services: Services, browse: Browse, site: str | None
) -> None:
    browser = await browse()
    headers = {"Sec-Fetch-Site": site} if site else {}
    page = await browser.client.post(PUBLISHED, data={"title": "Van elders"}, headers=headers)
    assert page.status_code == 403 and "Van elders" not in page.text


async def test_a_form_without_text_is_only_refused(services: Services, browse: Browse) -> None:
    browser = await browse("redactie")
    token = await browser.token("/desk/articles")
    await end_sessions(services)
    page = await browser.client.post("/desk/log-out", data={"csrf_token": token}, headers=OURS)
    assert page.status_code == 403 and "kept_" not in page.text


async def test_what_is_kept_is_shown_as_text_and_goes_to_our_own_pages_only(
    services: Services, browse: Browse
) -> None:
    browser = await browse()
    evil = '"><script>alert(1)</script>'
    page = await browser.client.post(PUBLISHED, data={"title": evil, evil: "x"}, headers=OURS)
    assert page.status_code == 403 and "<script>alert" not in page.text
    fields = {"next": "https://elders.test/", "email": "redactie@example.nl", "password": PASSWORD}
    entered = await again(browser, page, **fields)
    assert "elders.test" not in entered.text and "<script>alert" not in entered.text
    assert 'action="/desk"' in entered.text
