"""Forms of articles as editors fill them in, and what became of them."""

import re
from datetime import date
from html import unescape
from typing import Any

import httpx
from desk_builders import Browser
from sqlalchemy import select

from channels.services import Services
from knowledge.curation.models import ArticleRevision
from knowledge.models import Article

TODAY = date.today().isoformat()  # noqa: DTZ011 - a form has local days
OPENED = re.compile(r'<input type="hidden" name="(base_number|changed_at)" value="([^"]*)"')
PUBLISHED = "/desk/articles/kapsalon-hilversum"

type Fields = dict[str, Any]


def article_form(**changes: Any) -> Fields:
    """A complete form of a new article."""
    fields: Fields = {
        "title": "Lunchroom aan huis",
        "id": "lunchroom-aan-huis",
        "topic": "werken-aan-huis",
        "subject": "",
        "area": "hilversum",
        "audience": ["zzp", "starter"],
        "questions": "mag ik een lunchroom aan huis\nbroodjes verkopen vanuit mijn woning",
        "short_answer": "Een lunchroom aan huis mag **niet** in Hilversum.",
        "details": "## Meer weten\n\nVraag het [de gemeente](https://voorbeeld.test/loket).",
        "source_title": ["Omgevingsplan"],
        "source_url": ["https://voorbeeld.test/plan"],
        "source_document": [""],
        "source_date": ["2025-03"],
        "checked_on": TODAY,
        "valid_from": TODAY,
        "valid_until": "2099-01-01",
        "owner": "redactie-ruimte",
        "certainty": "hoog",
        "kind": "",
        "language": "nl",
        "translation_of": "",
        "upl": "",
    }
    return fields | changes


async def filled(browser: Browser, path: str, **changes: Any) -> Fields:
    """The form on a page as it stands there, with some fields typed anew."""
    page = (await browser.get(path)).text
    fields: Fields = {}
    for name, value in re.findall(r'<input id="[^"]*" name="([^"]+)" type="\w+" value="([^"]*)"', page):
        fields.setdefault(name, [])
        fields[name].append(unescape(value))
    fields = {name: value if name.startswith("source_") else value[0] for name, value in fields.items()}
    for name, value in re.findall(r'<textarea id="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.S):
        fields[name] = unescape(value)
    for name, options in re.findall(r'<select id="(\w+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = unescape(chosen[1]) if chosen else ""
    fields["audience"] = re.findall(r'name="audience" value="(\w+)" checked', page)
    return fields | dict(OPENED.findall(page)) | changes


async def send(
    browser: Browser, path: str, do: str = "save", headers: dict[str, str] | None = None, **fields: Any
) -> httpx.Response:
    """Send a form with one of its buttons."""
    token = await browser.token("/desk/articles")
    response = await browser.client.post(path, data={"csrf_token": token, "do": do} | fields, headers=headers)
    browser.page = response
    return response


async def change(browser: Browser, path: str, do: str = "save", **changes: Any) -> httpx.Response:
    """Open a form, change something and send it."""
    return await send(browser, path, do, **await filled(browser, path, **changes))


async def offered(browser: Browser, path: str = PUBLISHED, **changes: Any) -> str:
    """Write a new version, offer it, and return the address of the draft."""
    response = await change(browser, path, "offer", **changes)
    assert response.status_code == 303, errors(response)
    return response.headers["location"].split("?")[0]


def errors(response: httpx.Response) -> dict[str, str]:
    """What is wrong, by the id of the control, as the page says it at the control itself."""
    found = re.findall(
        r'id="([\w-]+)-error"><strong>(?:Fout|Nog te doen):</strong> (.*?)</p>', response.text, re.S
    )
    return {control: unescape(message) for control, message in found}


async def revisions(services: Services, article_id: str) -> list[ArticleRevision]:
    """All revisions of an article, the oldest first."""
    async with services.database.reading() as session:
        query = select(ArticleRevision).where(ArticleRevision.article_id == article_id)
        return list(await session.scalars(query.order_by(ArticleRevision.id)))


async def stored(services: Services, article_id: str) -> Article | None:
    """An article as it stands in the database."""
    async with services.database.reading() as session:
        return await session.get(Article, article_id)
