"""Two editors at one article: both versions are shown, and nothing is lost."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from article_builders import (
    OPENED,
    PUBLISHED,
    article_form,
    change,
    errors,
    filled,
    offered,
    revisions,
    send,
    stored,
)
from article_pages import NEW

from channels.services import Services

pytest_plugins = ["desk_fixtures"]
type Browse = Callable[..., Any]


async def test_somebody_who_saves_later_sees_both_versions_and_loses_nothing(
    services: Services, browse: Browse
) -> None:
    first, second = await browse("redactie"), await browse("coordinator")
    edit = (await change(first, PUBLISHED)).headers["location"].split("?")[0]
    mine = await filled(second, edit, title="Van de tweede", questions="mijn eigen vraag\nnog een vraag")
    assert (await change(first, edit, title="Van de eerste")).status_code == 303
    page = await send(second, edit, **mine)
    assert page.status_code == 409
    assert "Redactie heeft dit concept intussen ook bewaard" in page.text
    assert "Van de eerste" in page.text and 'name="title" value="Van de tweede"' in page.text
    assert "mijn eigen vraag\nnog een vraag</textarea>" in page.text
    [draft] = [each for each in await revisions(services, "kapsalon-hilversum") if each.number is None]
    assert draft.content["title"] == "Van de eerste"
    newer = dict(zip(("base_number", "changed_at"), _seen(page), strict=True))
    assert (await send(second, edit, **mine | newer)).status_code == 303
    [draft] = [each for each in await revisions(services, "kapsalon-hilversum") if each.number is None]
    assert (draft.content["title"], draft.author_name) == ("Van de tweede", "Coordinator")


def _seen(page: httpx.Response) -> list[str]:
    return [dict(OPENED.findall(page.text)).get(name, "") for name in ("base_number", "changed_at")]


async def test_a_version_published_while_somebody_types_is_shown_before_saving(
    services: Services, browse: Browse
) -> None:
    first, second = await browse("redactie"), await browse("coordinator")
    mine = await filled(second, PUBLISHED, title="Van de tweede")
    look = await offered(first, title="Van de eerste")
    assert (await second.send(f"{look}/publish", look)).status_code == 303
    page = await send(second, PUBLISHED, **mine)
    assert page.status_code == 409 and "Intussen is versie" in page.text
    assert "Van de eerste" in page.text and 'name="title" value="Van de tweede"' in page.text
    newer = dict(zip(("base_number", "changed_at"), _seen(page), strict=True))
    assert (await send(second, PUBLISHED, **mine | newer)).status_code == 303


async def test_a_draft_that_was_published_meanwhile_is_not_saved_over(
    services: Services, browse: Browse
) -> None:
    first, second = await browse("redactie"), await browse("coordinator")
    look = await offered(first, title="Aangeboden")
    mine = await filled(first, f"{look}/edit", title="Nog een woord")
    assert (await second.send(f"{look}/publish", look)).status_code == 303
    page = await send(first, f"{look}/edit", **mine)
    assert page.status_code == 409 and 'value="Nog een woord"' in page.text
    assert f'action="{PUBLISHED}"' in page.text
    newer = dict(zip(("base_number", "changed_at"), _seen(page), strict=True))
    saved = await send(first, PUBLISHED, **mine | newer)
    assert saved.status_code == 303 and saved.headers["location"].split("/edit")[0] != look


async def test_of_two_drafts_the_second_is_compared_and_goes_on(services: Services, browse: Browse) -> None:
    first, second = await browse("redactie"), await browse("coordinator")
    ones, others = await offered(first, title="Van de eerste"), await offered(second, title="Van de tweede")
    assert (await second.send(f"{ones}/publish", ones)).status_code == 303
    late = await first.send(f"{others}/publish", others)
    assert late.status_code == 409
    assert "Van de eerste" in late.text and "Van de tweede" in late.text and "Intussen is versie" in late.text
    rebased = await first.send(f"{others}/rebase", others)
    assert rebased.headers["location"] == f"{others}?notice=rebased"
    assert (await second.send(f"{others}/offer", others)).status_code == 303
    assert (await first.send(f"{others}/publish", others)).status_code == 303
    article = await stored(services, "kapsalon-hilversum")
    assert article and article.title == "Van de tweede"


@pytest.mark.parametrize(
    "tampered",
    [{"changed_at": "onzin"}, {"changed_at": "2026-01-01"}, {"changed_at": ""}, {"changed_at": "x" * 9999}],
)
async def test_a_form_that_lost_what_it_had_seen_saves_over_nothing(
    services: Services, browse: Browse, tampered: dict[str, str]
) -> None:
    browser = await browse("redactie")
    edit = (await change(browser, PUBLISHED, title="Bewaard")).headers["location"].split("?")[0]
    page = await change(browser, edit, title="Anders", **tampered)
    assert page.status_code == 409 and "Bewaard" in page.text and "Anders" in page.text
    assert (await change(browser, PUBLISHED, base_number="x")).status_code == 409


async def test_two_new_articles_with_one_id_are_not_mixed_up(services: Services, browse: Browse) -> None:
    await send(await browse("redactie"), NEW, **article_form())
    page = await send(await browse("coordinator"), NEW, **article_form(title="Ook dit id"))
    assert page.status_code == 400 and "Er is al een concept met het id" in errors(page)["id"]
    assert 'value="Ook dit id"' in page.text
