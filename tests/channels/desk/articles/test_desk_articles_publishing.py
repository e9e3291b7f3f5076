"""Publishing an article: two editors, sending back, withdrawing, and going back in the history."""

from collections.abc import Callable
from typing import Any

import pytest
from article_builders import (
    PUBLISHED,
    change,
    filled,
    offered,
    revisions,
    send,
    stored,
)
from article_pages import public
from fastapi import FastAPI

from channels.services import Services
from kit.settings import Settings

pytest_plugins = ["desk_fixtures"]
type Browse = Callable[..., Any]


async def test_nobody_publishes_an_own_draft(services: Services, browse: Browse) -> None:
    writer = await browse("redactie")
    look = await offered(writer, title="Eigen werk")
    page = (await writer.get(look)).text
    assert "U schreef dit zelf" in page and f"{look}/publish" not in page
    refused = await writer.send(f"{look}/publish", look)
    assert refused.status_code == 400 and "Iemand anders moet dit artikel bekijken" in refused.text
    article = await stored(services, "kapsalon-hilversum")
    assert article and article.title == "Werken aan huis in Hilversum"


async def test_a_region_with_one_editor_publishes_without_a_second(
    services: Services, browse: Browse, settings: Settings
) -> None:
    settings.second_editor = False
    writer = await browse("redactie")
    saved = await change(writer, PUBLISHED, title="Alleen")
    look = saved.headers["location"].split("/edit")[0]
    assert (await writer.send(f"{look}/publish", look)).status_code == 303
    article = await stored(services, "kapsalon-hilversum")
    assert article and article.title == "Alleen"


async def test_a_draft_is_sent_back_with_a_reason_and_offered_again(
    services: Services, browse: Browse
) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    look = await offered(writer, title="Eerste poging")
    silent = await second.send(f"{look}/reject", look, note="  ")
    assert silent.status_code == 400 and "wat er moet veranderen" in silent.text
    assert (await second.send(f"{look}/reject", look, note="De datum klopt niet")).status_code == 303
    page = (await writer.get(f"{look}/edit")).text
    assert "Teruggestuurd" in page and "De datum klopt niet" in page
    again = await change(writer, f"{look}/edit", "offer", title="Tweede poging")
    assert again.status_code == 303
    assert (await second.send(f"{look}/publish", look)).status_code == 303
    article = await stored(services, "kapsalon-hilversum")
    assert article and article.title == "Tweede poging"


async def test_what_breaks_a_rule_of_the_whole_is_not_published(services: Services, browse: Browse) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    look = await offered(writer, questions="knippen in mijn garage")
    problem = "&#39;knippen in mijn garage&#39; staat al bij het artikel kapsalon-laren"
    assert problem in (await second.get(look)).text
    page = await second.send(f"{look}/publish", look)
    assert page.status_code == 400 and page.text.count(problem) == 2
    assert (await revisions(services, "kapsalon-hilversum"))[-1].number is None


async def test_withdrawing_needs_a_reason_and_one_editor(
    desk_app: FastAPI, services: Services, browse: Browse
) -> None:
    browser = await browse("redactie")
    silent = await browser.send(f"{PUBLISHED}/withdraw", f"{PUBLISHED}/withdraw", note=" ")
    assert silent.status_code == 400 and "waarom u het artikel intrekt" in silent.text
    done = await browser.send(f"{PUBLISHED}/withdraw", f"{PUBLISHED}/withdraw", note="De regel is vervallen")
    assert done.status_code == 303
    assert (await public(desk_app, services, "kapsalon-hilversum")).status_code in (404, 410)
    history = (await browser.get(f"{PUBLISHED}/history")).text
    assert "De regel is vervallen" in history and "nu ingetrokken" in history


async def test_the_history_shows_differences_and_goes_back(
    desk_app: FastAPI, services: Services, browse: Browse
) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    look = await offered(writer, short_answer="Ja, een kapsalon aan huis mag nooit in Hilversum.")
    await second.send(f"{look}/publish", look)
    page = (await writer.get(f"{PUBLISHED}/history")).text
    assert '<ins><span class="unseen">[nieuw: </span>nooit ' in page
    back = await writer.send(f"{PUBLISHED}/roll-back", f"{PUBLISHED}/history", version="1")
    assert back.status_code == 303
    draft = back.headers["location"].split("?")[0]
    assert '<del><span class="unseen">[weg: </span>nooit ' in (await writer.get(draft)).text
    await writer.send(f"{draft}/offer", draft)
    await second.send(f"{draft}/publish", draft)
    answer = (await public(desk_app, services, "kapsalon-hilversum")).json()
    assert answer["shortAnswer"] == "Ja, een kapsalon aan huis mag in Hilversum."


@pytest.mark.parametrize("version", ["99", "x", "", "-1", "9" * 30])
async def test_going_back_to_a_version_that_never_was_is_a_page(browse: Browse, version: str) -> None:
    browser = await browse("redactie")
    assert (await browser.send(f"{PUBLISHED}/roll-back", PUBLISHED, version=version)).status_code == 404


async def test_a_discarded_draft_can_no_longer_be_written_or_published(browse: Browse) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    look = await offered(writer, title="Toch niet")
    mine = await filled(writer, f"{look}/edit")
    assert (await second.send(f"{look}/discard", look)).status_code == 303
    assert (await writer.get(f"{look}/edit")).headers["location"] == look
    late = await send(writer, f"{look}/edit", **mine)
    assert late.status_code == 400 and "geen concept meer" in late.text and "Toch niet" in late.text
    for step in ("publish", "offer", "discard", "rebase"):
        refused = await second.send(f"{look}/{step}", look)
        assert refused.status_code == 400 and "Dit kan niet meer" in refused.text, step
