"""The glossary, and its terms in articles."""

from pathlib import Path

import httpx
import pytest
from public_page import get


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
