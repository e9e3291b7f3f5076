"""The pages under /kennis: what they show, what they refuse, and what machines read in them."""

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
import time_machine
from channels_builders import Talk
from markupsafe import Markup
from ruamel.yaml import YAML

from assistant.schemas import Answer, Reply
from channels.services import Services
from channels.web.articles import linked_data as articles_linked_data
from channels.web.articles import text as articles_text
from channels.web.articles.labels import LABELS
from kit.settings import ROOT

FIELDS: dict[str, Any] = {
    "topic": "subsidies",
    "area": "landelijk",
    "audience": ["iedereen"],
    "sources": [{"title": "Regeling", "document": "Staatscourant 12", "date": "2025-03"}],
    "checked_on": "2026-11-20",
    "valid_from": "2026-11-01",
    "valid_until": "2099-01-01",
    "owner": "redactie-geld",
    "certainty": "hoog",
    "status": "published",
}
GLOSSARY = """
terms:
  - term: Vooroverleg
    also: [conceptverzoek]
    meaning: U legt uw plan eerst voor aan de gemeente.
    topic: omgevingsplan
    article: zegel
    source: {title: Omgevingswet, url: "https://voorbeeld.test/wet", date: 2024}
  - term: Bbz
    meaning: Hulp <b>voor</b> zelfstandigen.
    topic: financiering
    article: bestaat-niet
    source: null
    certainty: middel
    editor_should_check: true
"""


def put(folder: Path, article_id: str, title: str, body: str = "Kort antwoord.", **changes: Any) -> None:
    fields = FIELDS | {"id": article_id, "title": title, "questions": [f"vraag naar {article_id}"]} | changes
    path = folder / "articles" / fields["topic"] / f"{article_id}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write("---\n")
        YAML(typ="safe").dump(fields, file)
        file.write(f"---\n{body}\n")


@pytest.fixture
def content_dir(content_dir: Path) -> Path:
    """The three articles of the other tests and some of every kind that a page has to show."""
    body = "Kort antwoord.\n\n## Meer weten\n\nBegin met vooroverleg."
    put(content_dir, "zegel", "Hoe vraag ik een zegel aan?", body, upl="leges", certainty="laag")
    put(content_dir, "zegel-laren", "Een zegel in Laren", subject="zegel", area="laren")
    put(content_dir, "zegel-en", "Apply for a seal", "Short.", language="en", translation_of="zegel")
    put(content_dir, "weg", "Weg <ermee>", subject="zegel", status="withdrawn", area="laren")
    put(content_dir, "weg-alleen", "Nergens meer", status="withdrawn")
    put(content_dir, "concept", "Nog niet klaar", status="draft")
    put(content_dir, "later", "Pas over jaren", valid_from="2098-01-01")
    put(content_dir, "vroeger", "Voorbij", valid_from="2024-01-01", valid_until="2024-12-31")
    (content_dir / "glossary.yaml").write_text(GLOSSARY, encoding="utf-8")
    products = "products: {leges: http://standaarden.voorbeeld.test/leges}\n"
    (content_dir / "vocabulary" / "upl.yaml").write_text(products, encoding="utf-8")
    return content_dir


class Page(HTMLParser):
    """The tags of a page, and the text without that of scripts."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self.data, self._inside = "", "", ""
        self.feed(response.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.data += data
        else:
            self.text += data

    def all(self, tag: str, **wanted: str | None) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag and wanted.items() <= found.items()]

    def meta(self, name: str) -> str | None:
        key = "property" if name.startswith("og:") else "name"
        return next((found["content"] for found in self.all("meta") if found.get(key) == name), None)

    @property
    def links(self) -> set[str]:
        return {found["href"] or "" for found in self.all("a")}

    @property
    def nodes(self) -> dict[str, dict[str, Any]]:
        """The JSON-LD by type."""
        graph: list[dict[str, Any]] = json.loads(self.data)["@graph"]
        return {node["@type"]: node for node in graph}


async def get(client: httpx.AsyncClient, path: str, status: int = 200, **query: str) -> Page:
    response = await client.get(path, params=query)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response)


async def test_the_start_shows_topics_answers_english_and_where_to_search(client: httpx.AsyncClient) -> None:
    page = await get(client, "/kennis")
    assert {
        "/kennis/onderwerp/subsidies",
        "/kennis/zegel",
        "/en",
        "/kennis/begrippen",
    } <= page.links
    assert page.all("form", role="search", action="/kennis/zoeken", method="post")
    assert [found["href"] for found in page.all("link", rel="canonical")] == ["http://127.0.0.1:8000/kennis"]
    assert page.nodes["CollectionPage"]["mainEntity"]["numberOfItems"] > 0


async def give(client: httpx.AsyncClient, assistant: Any, article_id: str, people: int) -> None:
    """Let several people get an article in the chat."""
    answer = Answer(kind="article", topic="subsidies", article_id=article_id)
    assistant.reply = lambda _said: Reply(text="Kort antwoord.", answer=answer)
    for _ in range(people):
        started = (await client.post("/v1/conversations", json={})).json()
        await Talk(client, started["id"], started["token"]).send({"text": "vraag"})


async def test_what_people_asked_most_comes_first(client: httpx.AsyncClient, assistant: Any) -> None:
    given = {"zegel": 5, "kapsalon-laren": 3, "kapsalon-hilversum": 4, "bestaat-niet": 3, "zegel-laren": 3}
    for article_id, people in given.items():
        await give(client, assistant, article_id, people)
    page = await get(client, "/kennis", gemeente="laren")
    shown = [item["url"] for item in page.nodes["CollectionPage"]["mainEntity"]["itemListElement"]]
    assert "Om mee te beginnen" in page.text and len(shown) == 2
    page = await get(client, "/kennis")
    shown = [
        item["url"].split("/")[-1] for item in page.nodes["CollectionPage"]["mainEntity"]["itemListElement"]
    ]
    assert "Veel gevraagd" in page.text and shown == ["zegel", "kapsalon-hilversum", "kapsalon-laren"]


async def test_what_one_person_asked_is_shown_to_nobody(talk: Talk, assistant: Any) -> None:
    answer = Answer(kind="article", topic="subsidies", article_id="zegel")
    assistant.reply = lambda _said: Reply(text="Kort antwoord.", answer=answer)
    for _ in range(10):
        await talk.send({"text": "vraag"})
    assert "Veel gevraagd" not in (await get(talk.client, "/kennis")).text


async def test_a_topic_lists_its_answers_for_the_chosen_gemeente(client: httpx.AsyncClient) -> None:
    everywhere = await get(client, "/kennis/onderwerp/subsidies")
    assert "/kennis/zegel" in everywhere.links and "/kennis/zegel-en" not in everywhere.links
    here = await get(client, "/kennis/onderwerp/subsidies", gemeente="laren")
    assert "/kennis/zegel-laren?gemeente=laren" in here.links
    assert here.all("option", value="laren", selected=None)
    empty = await get(client, "/kennis/onderwerp/coaching")
    assert "nog geen antwoord" in empty.text


async def test_an_article_shows_everything_that_tells_how_far_to_trust_it(client: httpx.AsyncClient) -> None:
    page = await get(client, "/kennis/zegel")
    for shown in (
        "Hoe vraag ik een zegel aan?",
        "Kort antwoord.",
        "heel Nederland",
        "20 november 2026",
        "1 januari 2099",
        "Niet zeker",
        "alle ondernemers",
        "Regeling, Staatscourant 12",
        "(maart 2025)",
    ):
        assert shown in page.text
    assert "leges" not in page.text
    assert {"/kennis/zegel-laren", "/kennis/zegel-en", "/chat"} <= page.links
    assert page.meta("description") == page.meta("og:description") == "Kort antwoord."
    assert page.meta("og:type") == "article" and page.meta("robots") is None
    assert page.all("link", rel="canonical", href="http://127.0.0.1:8000/kennis/zegel")


async def test_an_article_describes_itself_to_machines(client: httpx.AsyncClient) -> None:
    nodes = (await get(client, "/kennis/zegel")).nodes
    article = nodes["Article"]
    assert (article["inLanguage"], article["dateModified"], article["expires"]) == (
        "nl",
        "2026-11-20",
        "2099-01-01",
    )
    country, service = article["about"]
    assert country == {"@type": "Country", "name": "Nederland"}
    assert (service["@type"], service["identifier"]) == (
        "GovernmentService",
        "http://standaarden.voorbeeld.test/leges",
    )
    assert article["citation"] == [{"@type": "CreativeWork", "name": "Regeling", "datePublished": "2025-03"}]
    assert nodes["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"] == "Kort antwoord."
    here = (await get(client, "/kennis/zegel-laren")).nodes
    assert here["Article"]["about"] == [{"@type": "AdministrativeArea", "name": "Gemeente Laren"}]
    assert "FAQPage" not in here


async def test_a_translation_is_in_its_own_language_and_leads_back(client: httpx.AsyncClient) -> None:
    response = await client.get("/kennis/zegel-en")
    page = Page(response)
    assert page.all("html", lang="en") and response.headers["Content-Language"] == "en"
    assert "20 November 2026" in page.text and "the Netherlands" in page.text and "March 2025" in page.text
    assert "Gecontroleerd" not in page.text
    base = "http://127.0.0.1:8000/kennis"
    for shown in (page, await get(client, "/kennis/zegel")):
        assert shown.all("link", rel="alternate", hreflang="nl", href=f"{base}/zegel")
        assert shown.all("link", rel="alternate", hreflang="en", href=f"{base}/zegel-en")
    assert page.nodes["Article"]["translationOfWork"]["@id"] == f"{base}/zegel"
    assert LABELS["nl"].keys() == LABELS["en"].keys() - {"former"}


async def test_who_chose_another_gemeente_is_told_of_its_own_answer(client: httpx.AsyncClient) -> None:
    page = await get(client, "/kennis/zegel", gemeente="laren")
    assert "Voor Laren is er een ander antwoord" in page.text
    assert {"/kennis/zegel-laren?gemeente=laren", "/chat?gemeente=laren"} <= page.links
    assert "ander antwoord" not in (await get(client, "/kennis/zegel-laren", gemeente="laren")).text
    assert "/chat?gemeente=laren" in (await get(client, "/kennis/zegel-laren")).links


@pytest.mark.parametrize(
    ("path", "said", "present"),
    [
        ("/kennis/weg", "‘Weg <ermee>’ is ingetrokken", "/kennis/zegel-laren"),
        ("/kennis/kapsalon-oud", "gold tot en met 2 november 2026", None),
        ("/kennis/vroeger", "gold tot en met 31 december 2024", None),
        ("/kennis/weg-alleen", "Er is nog geen nieuw antwoord", "/kennis/onderwerp/subsidies"),
    ],
)
async def test_the_link_of_an_article_that_ended_says_so_and_what_holds_now(
    client: httpx.AsyncClient, path: str, said: str, present: str | None
) -> None:
    page = await get(client, path, 410)
    assert said in page.text and page.meta("robots") == "noindex"
    assert not page.all("ermee")
    assert present is None or present in page.links


@pytest.mark.parametrize(
    "path",
    [
        "/kennis/bestaat-niet",
        "/kennis/concept",
        "/kennis/later",
        "/kennis/",
        "/kennis/zegel/",
        "/kennis/onderwerp/koken",
        "/kennis/onderwerp/",
        "/kennis/onderwerp/subsidies/meer",
        "/kennis/%00",
        "/kennis/%F0%9F%98%80",
        "/kennis/..%2fdesk",
        f"/kennis/{'a' * 3000}",
        "/kennis/<script>alert(1)</script>",
    ],
)
async def test_what_is_not_there_is_a_page_in_dutch(client: httpx.AsyncClient, path: str) -> None:
    page = await get(client, path, 404)
    assert "Deze pagina is er niet" in page.text and page.meta("robots") == "noindex"
    assert not page.all("script")


async def test_searching_finds_the_best_answer_and_stays_out_of_search_engines(
    client: httpx.AsyncClient,
) -> None:
    asked = {"q": "kapsalon aan huis", "gemeente": "hilversum"}
    response = await client.post("/kennis/zoeken", data=asked)
    page = Page(response)
    assert "/kennis/kapsalon-hilversum?gemeente=hilversum" in page.links
    assert page.meta("robots") == "noindex" and response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "no-store"
    assert page.all("input", id="q", value="kapsalon aan huis")
    nothing = Page(await client.post("/kennis/zoeken", data={"q": "xqzw vliegtuig"}))
    assert "Geen antwoord gevonden" in nothing.text
    assert "Nog niets gezocht" in (await get(client, "/kennis/zoeken")).text


async def test_a_question_in_an_address_is_not_searched_and_not_repeated(client: httpx.AsyncClient) -> None:
    page = await get(client, "/kennis/zoeken", q="zegel van Jan Jansen")
    assert "Nog niets gezocht" in page.text and "Jansen" not in page.text
    (field,) = page.all("input", id="q")
    assert field["value"] == ""


async def test_the_gemeente_of_a_search_that_does_not_exist_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/kennis/zoeken", data={"q": "zegel", "gemeente": "atlantis"})
    assert response.status_code == 400 and "kennen wij niet" in response.text


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("<script>alert(1)</script>", 200, "antwoord"),
        ('"><img src=x onerror=alert(1)>', 200, "antwoord"),
        ("{{ 7*7 }}", 200, "antwoord"),
        ("a" * 1001, 400, "te lang"),
        ("\u0301\u0301", 400, "gewone woorden"),
        ("\u200b", 200, "Nog niets gezocht"),
        ("'; DROP TABLE articles; --", 200, "antwoord"),
    ],
)
async def test_whatever_is_typed_stays_text_and_stays_in_the_field(
    client: httpx.AsyncClient, query: str, status: int, told: str
) -> None:
    response = await client.post("/kennis/zoeken", data={"q": query})
    page = Page(response)
    assert response.status_code == status
    assert told in page.text and "49" not in page.text
    assert not page.all("script") and not [found for _, found in page.tags if "onerror" in found]
    (field,) = page.all("input", id="q")
    assert field["value"] == ("" if query == "\u200b" else query)


@pytest.mark.parametrize(
    "path", ["/kennis", "/kennis/zoeken", "/kennis/zegel", "/kennis/onderwerp/subsidies"]
)
@pytest.mark.parametrize("gemeente", ["atlantis", "<script>alert(1)</script>", "x" * 5000])
async def test_an_unknown_gemeente_is_refused_on_a_page_that_still_works(
    client: httpx.AsyncClient, path: str, gemeente: str
) -> None:
    response = await client.get(path, params={"gemeente": gemeente})
    page = Page(response)
    assert response.status_code == 400 and "kennen wij niet" in page.text
    assert "alert(1)" not in page.data and "ETag" not in response.headers
    assert page.all("select", name="gemeente") or path == "/kennis/zegel"


async def test_the_glossary_explains_and_is_honest_about_its_sources(client: httpx.AsyncClient) -> None:
    page = await get(client, "/kennis/begrippen")
    assert "Vooroverleg" in page.text and "(ook: conceptverzoek)" in page.text
    assert "/kennis/zegel" in page.links and "/kennis/bestaat-niet" not in page.links
    assert "nog zonder bron" in page.text and "<b>voor</b>" in page.text and not page.all("b")
    first, second = page.nodes["DefinedTermSet"]["hasDefinedTerm"]
    assert first["name"] == "Bbz" and second["@id"].endswith("/kennis/begrippen#vooroverleg")
    assert page.all("div", id="vooroverleg")


async def test_an_article_explains_the_terms_that_it_uses(client: httpx.AsyncClient) -> None:
    page = await get(client, "/kennis/zegel")
    assert "Begrippen in dit antwoord" in page.text and "/kennis/begrippen#vooroverleg" in page.links
    assert "U legt uw plan eerst voor aan de gemeente." in page.text
    assert "Bbz" not in page.text
    other = await get(client, "/kennis/kapsalon-laren")
    assert "Begrippen in dit antwoord" not in other.text


@pytest.mark.parametrize("text", ["terms: [{term: x}]\n", "geen: [dit\n", "- los\n"])
async def test_a_broken_glossary_never_breaks_the_page(
    client: httpx.AsyncClient, content_dir: Path, text: str
) -> None:
    (content_dir / "glossary.yaml").write_text(text)
    assert "nog geen begrippen" in (await get(client, "/kennis/begrippen")).text
    (content_dir / "glossary.yaml").unlink()
    assert "nog geen begrippen" in (await get(client, "/kennis/begrippen")).text


async def test_a_page_is_kept_until_it_changes(client: httpx.AsyncClient, services: Services) -> None:
    first = await client.get("/kennis/zegel")
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert first.headers["Last-Modified"] == "Fri, 20 Nov 2026 00:00:00 GMT"
    tag = first.headers["ETag"]
    for given in (tag, f'W/{tag}, "ander"', "*"):
        again = await client.get("/kennis/zegel", headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert "default-src" in again.headers["Content-Security-Policy"]
    since = {"If-Modified-Since": "Sat, 21 Nov 2026 00:00:00 GMT"}
    assert (await client.get("/kennis/zegel", headers=since)).status_code == 200
    services.library.articles["zegel"].short_answer = "Anders."
    changed = await client.get("/kennis/zegel", headers={"If-None-Match": tag})
    assert changed.status_code == 200 and changed.headers["ETag"] != tag


@pytest.mark.parametrize(
    "path",
    [
        "/kennis",
        "/kennis/zegel",
        "/kennis/begrippen",
        "/sitemap.xml",
        "/robots.txt",
    ],
)
async def test_the_head_of_a_page_can_be_asked_alone_and_nothing_can_be_sent(
    client: httpx.AsyncClient, path: str
) -> None:
    head, whole = await client.head(path), await client.get(path)
    assert (head.status_code, head.headers.get("ETag")) == (200, whole.headers.get("ETag"))
    assert (await client.post(path)).status_code == 405
    assert "set-cookie" not in whole.headers


async def test_the_sitemap_has_every_served_page_and_no_other(client: httpx.AsyncClient) -> None:
    response = await client.get("/sitemap.xml")
    assert response.headers["content-type"] == "application/xml"
    names = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = ET.fromstring(response.content)
    paths = {
        each.text.removeprefix("http://127.0.0.1:8000")
        for each in root.findall(".//m:loc", names)
        if each.text
    }
    articles = {"zegel", "zegel-laren", "zegel-en", "kapsalon-hilversum", "kapsalon-laren"}
    assert {f"/kennis/{each}" for each in articles} <= paths
    hidden = {"weg", "weg-alleen", "concept", "later", "vroeger", "kapsalon-oud", "zoeken"}
    assert not paths & {f"/kennis/{each}" for each in hidden}
    for path in paths:
        assert (await client.get(path)).status_code == 200
    (entry,) = [each for each in root if each.findtext("m:loc", "", names).endswith("/zegel")]
    assert entry.findtext("m:lastmod", "", names) == "2026-11-20"
    assert {link.get("hreflang") for link in entry.findall("x:link", names)} == {"nl", "en"}


async def test_robots_stay_out_of_conversations_and_find_the_sitemap(client: httpx.AsyncClient) -> None:
    text = (await client.get("/robots.txt")).text
    assert "Disallow: /desk\n" in text and "Disallow: /v1/conversations\n" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


async def test_the_api_names_language_and_page_and_gives_the_language_asked_for(
    client: httpx.AsyncClient,
) -> None:
    async def ids(**query: str) -> list[str]:
        articles = (await client.get("/v1/articles", params=query)).json()["articles"]
        return [article["id"] for article in articles]

    assert "zegel-en" not in await ids() and await ids(language="en") == ["zegel-en"]
    assert await ids(language="en", q="vraag naar zegel") == ["zegel-en"]
    assert await ids(language="en", topic="coaching") == []
    assert (await client.get("/v1/articles", params={"language": "fr"})).status_code == 400
    article = (await client.get("/v1/articles/zegel-en")).json()
    assert (article["language"], article["url"]) == ("en", "http://127.0.0.1:8000/kennis/zegel-en")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](JaVaScRiPt:alert(1))", "<p>[x](JaVaScRiPt:alert(1))</p>"),
        ("[x](&#106;avascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html;base64,AAAA)", "<p>[x](data:text/html;base64,AAAA)</p>"),
        ("[x](vbscript:x)", "<p>[x](vbscript:x)</p>"),
        ("[x](//kwaad.test)", "<p>[x](//kwaad.test)</p>"),
        ("[x](/desk/tickets)", "<p>[x](/desk/tickets)</p>"),
        ("[x](/kennisbank)", "<p>[x](/kennisbank)</p>"),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>"),
        ("[x]: javascript:a\n\n[x]", "<p>[x]: javascript:a</p>\n<p>[x]</p>"),
        ("[x](https://goed.test)", '<p><a href="https://goed.test">x</a></p>'),
        ("[x](mailto:info@goed.test)", '<p><a href="mailto:info@goed.test">x</a></p>'),
        ("[x](tel:+31350000000)", '<p><a href="tel:+31350000000">x</a></p>'),
        ("[x](/kennis/bbz)", '<p><a href="/kennis/bbz">x</a></p>'),
        (
            '[x](https://a.test "t\\" onclick=\\"a")',
            '<p><a href="https://a.test" title="t&quot; onclick=&quot;a">x</a></p>',
        ),
        ("![x](https://a.test/x.png)", '<p>!<a href="https://a.test/x.png">x</a></p>'),
        ("# Kop\n\n## Kop", "<h2>Kop</h2>\n<h2>Kop</h2>"),
    ],
)
def test_markdown_never_becomes_anything_that_can_harm(text: str, html: str) -> None:
    assert articles_text.to_html(text).strip() == html


def test_marks_disappear_where_only_words_can_stand() -> None:
    text = "**Vet** en [een link](https://a.test).\nNieuwe regel\n\n- punt `code` <b>"
    assert articles_text.to_plain(text) == "Vet en een link. Nieuwe regel punt code <b>"


def test_no_text_can_leave_the_block_of_json() -> None:
    written = articles_linked_data.script({"name": "</script><!-- & \u2028"})
    assert isinstance(written, Markup)
    assert not re.search("[<>&\u2028]", written)
    assert json.loads(written)["@graph"] == [{"name": "</script><!-- & \u2028"}]


@pytest.fixture(scope="module")
def real_day() -> Iterator[None]:
    """A day on which the shipped articles hold, whenever the tests run."""
    with time_machine.travel(date(2026, 11, 21)):
        yield


class TestShippedContent:
    """The articles as they ship."""

    @pytest.fixture
    def content_dir(self, real_day: None) -> Path:
        return ROOT / "knowledge" / "content"

    async def test_every_served_article_has_a_page_with_valid_data(
        self, client: httpx.AsyncClient, services: Services
    ) -> None:
        addresses = {f"/kennis/{article_id}" for article_id in services.library.articles}
        assert len(addresses) > 300
        for address in sorted(addresses):
            page = await get(client, address)
            assert len(page.all("h1")) == 1 and page.nodes["Article"]["url"].endswith(address)
            own = {link for link in page.links if link.startswith("/kennis/")}
            assert {
                link for link in own if not link.startswith(("/kennis/onderwerp/", "/kennis/begrippen"))
            } <= addresses
