"""Coordinators say at the desk where the chat stands; what is no website is told beside the field."""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup, Tag

from channels.services import Services
from channels.web.embedding.models import Embedding

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

PATH = "/desk/embeddings"
SITE = "https://www.hilversum.example"
FORM = {
    "name": "Website van de gemeente",
    "gemeente": "hilversum",
    "origins": f"{SITE}/ondernemen\nhttp://localhost:3000",
    "greeting": "Dag ondernemer!",
    "position": "left",
    "opening": "office-hours",
    "active": "yes",
}


async def all_of(services: Services) -> list[Embedding]:
    from channels.web.embedding.service import all_embeddings

    async with services.database.reading() as session:
        return list(await all_embeddings(session))


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


async def make(browser: Any, **changes: str) -> Any:
    return await browser.send(f"{PATH}/new", f"{PATH}/new", **FORM | changes)


async def change(browser: Any, **changes: str) -> Any:
    seen = page_of(await browser.get(f"{PATH}/1")).select_one('input[name="seen"]')
    assert seen
    return await browser.send(f"{PATH}/1", f"{PATH}/1", **FORM | {"seen": str(seen["value"])} | changes)


async def test_a_coordinator_puts_the_chat_on_a_website_and_gets_the_line_for_it(
    browse: Browse, services: Services
) -> None:
    browser = await browse("coordinator")
    assert "nog op geen enkele website" in (await browser.get(PATH)).text
    made = await make(browser)
    assert made.headers["location"] == f"{PATH}/1?notice=made"
    (stored,) = await all_of(services)
    assert stored.origins == [SITE, "http://localhost:3000"]
    assert (stored.gemeente, stored.position, stored.opening, stored.active) == (
        "hilversum",
        "left",
        "office-hours",
        True,
    )
    page = page_of(await browser.get(f"{PATH}/1"))
    snippet = page.find(id="snippet")
    assert isinstance(snippet, Tag) and snippet.has_attr("readonly")
    line = '<script src="http://127.0.0.1:8000/voordeur.js" data-gemeente="hilversum" defer></script>'
    assert snippet.text.strip() == line
    assert page.select_one('#preview[data-position="left"] #preview-greeting').text == "Dag ondernemer!"  # type: ignore[union-attr]
    shown = await browser.client.get("/v1/widget?gemeente=hilversum", headers={"Origin": SITE})
    assert (
        shown.headers["Access-Control-Allow-Origin"] == SITE and shown.json()["greeting"] == "Dag ondernemer!"
    )
    assert SITE in (await browser.get(PATH)).text


async def test_a_change_and_the_off_switch_hold_at_once(browse: Browse, services: Services) -> None:
    browser = await browse("coordinator")
    await make(browser)
    saved = await change(browser, origins="https://nieuw.example", active="", gemeente="regio")
    assert saved.headers["location"] == f"{PATH}/1?notice=saved"
    assert services.embeddings.allows("https://nieuw.example") and not services.embeddings.allows(SITE)
    shown = await browser.client.get("/v1/widget", headers={"Origin": "https://nieuw.example"})
    assert shown.json()["state"] == "off"
    assert "data-gemeente" not in page_of(await browser.get(f"{PATH}/1")).find(id="snippet").text  # type: ignore[union-attr]
    await browser.send(f"{PATH}/1/remove", f"{PATH}/1")
    assert not services.embeddings.allows("https://nieuw.example") and await all_of(services) == []
    assert (await browser.get(f"{PATH}/1")).status_code == 404


WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"name": "  "}, "name", "Geef een naam"),
    ({"name": "x" * 81}, "name", "hooguit 80 tekens"),
    ({"gemeente": "atlantis"}, "gemeente", "Kies een gemeente"),
    ({"gemeente": ""}, "gemeente", "Kies een gemeente"),
    ({"origins": ""}, "origins", "ten minste één website"),
    ({"origins": "*"}, "origins", "een sterretje kan niet"),
    ({"origins": "http://www.hilversum.example"}, "origins", "alleen adressen met https"),
    ({"origins": "\n".join(f"https://w{n}.example" for n in range(21))}, "origins", "hooguit 20"),
    ({"greeting": "x" * 201}, "greeting", "hooguit 200 tekens"),
    ({"position": "boven"}, "position", "Kies links of rechts"),
    ({"opening": "soms"}, "opening", "Kies wanneer"),
]


async def test_what_cannot_be_is_told_beside_the_field_and_nothing_is_lost(
    browse: Browse, services: Services
) -> None:
    browser = await browse("coordinator")
    for changes, field, reason in WRONG:
        refused = await make(browser, **changes)
        page = page_of(refused)
        assert refused.status_code == 400
        assert reason in page.select_one(f"#{field}-error").text  # type: ignore[union-attr]
        assert page.select_one("#error[role=alert]") and page.title and "Fout:" in page.title.text
        assert page.select_one("#greeting")["value"] == (FORM | changes)["greeting"]  # type: ignore[index]
    assert await all_of(services) == []


async def test_a_website_is_in_one_place_of_a_gemeente_only(browse: Browse, services: Services) -> None:
    browser = await browse("coordinator")
    await make(browser)
    refused = await make(browser, name="Nog een")
    assert refused.status_code == 400 and "staat al bij ‘Website van de gemeente’" in refused.text
    assert (await make(browser, name="Van Laren", gemeente="laren")).status_code == 303
    assert len(await all_of(services)) == 2


async def test_a_change_over_that_of_a_colleague_is_not_kept(browse: Browse, services: Services) -> None:
    browser = await browse("coordinator")
    await make(browser)
    refused = await browser.send(f"{PATH}/1", f"{PATH}/1", **FORM | {"seen": "2020-01-01", "name": "Anders"})
    assert refused.status_code == 400 and "heeft dit intussen gewijzigd" in refused.text
    assert (await all_of(services))[0].name == FORM["name"]


async def test_what_a_coordinator_types_is_never_html(browse: Browse) -> None:
    browser = await browse("coordinator")
    mean = '"><script>alert(1)</script>'
    await make(browser, name=mean, greeting=mean)
    for path in (PATH, f"{PATH}/1", f"{PATH}/1/preview"):
        assert "<script>alert" not in (await browser.get(path)).text


async def test_the_sample_page_has_the_widget_as_the_website_gets_it(browse: Browse) -> None:
    browser = await browse("coordinator")
    await make(browser)
    page = page_of(await browser.get(f"{PATH}/1/preview"))
    script = page.find("script")
    assert isinstance(script, Tag) and script["src"] == "/voordeur.js"
    assert (script["data-gemeente"], script["data-position"]) == ("hilversum", "left")
    await change(browser, active="")
    off = page_of(await browser.get(f"{PATH}/1/preview"))
    assert not off.find("script") and "staat uit" in off.text


async def test_an_embedding_that_is_not_there_is_a_page(browse: Browse) -> None:
    browser = await browse("coordinator")
    for number in ("9", "x", "99999999999", "9999999999", "-1", "²"):
        assert (await browser.get(f"{PATH}/{number}")).status_code == 404


async def test_an_auditor_looks_and_changes_nothing(browse: Browse, services: Services) -> None:
    await make(await browse("coordinator"))
    auditor = await browse("auditor")
    assert (await auditor.get(PATH)).status_code == (await auditor.get(f"{PATH}/1")).status_code == 200
    refused = await auditor.client.post(
        f"{PATH}/1/remove", data={"csrf_token": await auditor.token(f"{PATH}/1")}
    )
    assert refused.status_code == 403 and len(await all_of(services)) == 1
