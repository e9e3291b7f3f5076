"""The worklist: everything that waits for an editor, and nothing that does not."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from article_builders import PUBLISHED, change, offered, revisions, stored
from sqlalchemy.ext.asyncio import AsyncSession

from channels.services import Services
from kit import clock
from knowledge import convert
from knowledge.curation import store
from knowledge.curation.models import Origin, State
from knowledge.models import Article

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

SECTION = re.compile(r'<h2 id="(\w+)-title">[^<]*\((\d+)\)</h2>')


async def sizes(browser: Any) -> dict[str, int]:
    page = (await browser.get("/desk/worklist")).text
    found = {name: int(size) for name, size in SECTION.findall(page)}
    total = sum(found.values()) - found["drafts"]
    assert f"Werklijst ({total})" in page
    return {name: size for name, size in found.items() if size}


async def conflict(session: AsyncSession) -> int:
    """A file that says something else than what the desk made."""
    article = await session.get_one(Article, "kapsalon-hilversum")
    file = convert.to_file(article).model_copy(update={"title": "Zoals in het bestand"})
    revision = store.begin(file, Origin.FILE, store.FILES)
    revision.state, revision.base_number = State.CONFLICT, article.revision
    session.add(revision)
    await session.flush()
    return revision.id


async def test_a_worklist_without_work_says_so(browse: Browse) -> None:
    browser = await browse("redactie")
    assert await sizes(browser) == {}
    for sentence in ("Er wacht niets op een tweede redacteur.", "Alles is op tijd nagezien."):
        assert sentence in browser.page.text


async def test_drafts_and_reviews_stand_on_the_worklist_until_they_are_done(browse: Browse) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    edit = (await change(writer, PUBLISHED, title="Nieuwe titel")).headers["location"].split("?")[0]
    assert await sizes(second) == {"drafts": 1}
    await change(writer, edit, "offer")
    assert await sizes(second) == {"review": 1}
    assert "Nieuwe titel" in second.page.text
    look = edit.removesuffix("/edit")
    await second.send(f"{look}/reject", look, note="Te lang")
    assert await sizes(writer) == {"drafts": 1}
    assert "teruggestuurd</strong>: Te lang" in writer.page.text
    await change(writer, edit, "offer")
    await second.send(f"{look}/publish", look)
    assert await sizes(second) == {}


async def test_what_ages_stands_on_the_worklist(services: Services, browse: Browse) -> None:
    async with services.database.transaction() as session:
        laren = await session.get_one(Article, "kapsalon-laren")
        laren.valid_until = clock.today() + timedelta(days=3)
        (await session.get_one(Article, "kapsalon-hilversum")).checked_on -= timedelta(days=400)
    assert await sizes(await browse("redactie")) == {"due": 1, "soon": 1}


@pytest.mark.parametrize(
    ("choice", "notice", "title"),
    [
        ("publish", "published", "Zoals in het bestand"),
        ("discard", "kept", "Werken aan huis in Hilversum"),
    ],
)
async def test_of_a_file_and_the_desk_an_editor_chooses_one(
    services: Services, browse: Browse, choice: str, notice: str, title: str
) -> None:
    async with services.database.transaction() as session:
        look = f"{PUBLISHED}/revisions/{await conflict(session)}"
    browser = await browse("redactie")
    assert await sizes(browser) == {"conflicts": 1}
    page = (await browser.get(look)).text
    assert "Zoals in het bestand" in page and "Werken aan huis in Hilversum" in page
    assert (await browser.get(f"{look}/edit")).headers["location"] == look
    done = await browser.send(f"{look}/{choice}", look)
    assert done.headers["location"].endswith(f"?notice={notice}"), done.text
    article = await stored(services, "kapsalon-hilversum")
    assert article and article.title == title
    assert await sizes(browser) == {}


async def test_of_a_conflict_that_the_desk_overtook_both_are_shown(
    services: Services, browse: Browse
) -> None:
    async with services.database.transaction() as session:
        look = f"{PUBLISHED}/revisions/{await conflict(session)}"
    writer, second = await browse("redactie"), await browse("coordinator")
    newer = await offered(writer, title="Van de desk")
    await second.send(f"{newer}/publish", newer)
    late = await second.send(f"{look}/publish", look)
    assert late.status_code == 409
    assert "Van de desk" in late.text and "Zoals in het bestand" in late.text
    await second.send(f"{look}/rebase", look)
    assert (await second.send(f"{look}/publish", look)).status_code == 303
    numbers = [each.number for each in await revisions(services, "kapsalon-hilversum")]
    assert len([number for number in numbers if number]) == 3
