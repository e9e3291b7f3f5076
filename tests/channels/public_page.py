"""What the tests of the public pages read with, and the articles that they read."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
from ruamel.yaml import YAML

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
