"""The coverage page: what is answered where, and the way from a gap to an article."""

from collections.abc import Callable
from typing import Any

import pytest

from channels.services import Services
from knowledge.models import Article

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

CELL = "/desk/coverage?topic=werken-aan-huis&gemeente="


async def test_a_gap_leads_to_a_new_article_like_that_of_another_gemeente(
    services: Services, browse: Browse
) -> None:
    async with services.database.transaction() as session:
        (await session.get_one(Article, "kapsalon-laren")).subject = "kapsalon"
        (await session.get_one(Article, "kapsalon-hilversum")).subject = "kapsalon"
    await services.library.load()
    browser = await browse("redactie")
    table = (await browser.get("/desk/coverage")).text
    assert "Werken aan huis" in table and "Gooise Meren" in table and "1 mist" in table
    missing = (await browser.get(f"{CELL}gooise-meren")).text
    assert "Ontbreekt" in missing and "/desk/articles/new?like=kapsalon-" in missing
    own = (await browser.get(f"{CELL}laren")).text
    assert "Eigen antwoord voor deze gemeente (1)" in own
    assert 'href="/desk/articles/kapsalon-laren"' in own and "Ontbreekt" not in own


async def test_what_we_did_not_find_counts_apart(services: Services, browse: Browse) -> None:
    async with services.database.transaction() as session:
        article = await session.get_one(Article, "kapsalon-laren")
        article.certainty, article.short_answer = "laag", "Daarover hebben wij niets gevonden."
    await services.library.load()
    browser = await browse("redactie")
    assert "1 onbekend" in (await browser.get("/desk/coverage")).text
    assert "Wij zeggen dat wij het niet vonden (1)" in (await browser.get(f"{CELL}laren")).text


@pytest.mark.parametrize("query", ["topic=onzin&gemeente=laren", "gemeente=atlantis", "topic=%00"])
async def test_a_cell_that_does_not_exist_shows_the_table_only(browse: Browse, query: str) -> None:
    response = await (await browse("redactie")).get(f"/desk/coverage?{query}")
    assert response.status_code == 200 and 'id="chosen"' not in response.text
