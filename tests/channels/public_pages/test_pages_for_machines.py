"""What machines read in the public pages, and what can never stand in them."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
import time_machine
from markupsafe import Markup
from public_page import get

from channels.services import Services
from channels.web.articles import linked_data as articles_linked_data
from channels.web.articles import text as articles_text
from kit.settings import ROOT


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
