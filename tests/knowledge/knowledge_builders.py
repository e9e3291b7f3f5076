"""Small content folders and articles for the tests of this room."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge import convert
from knowledge.areas import Areas
from knowledge.models import Article
from knowledge.schemas import AreasFile, ArticleFile

AREAS = """\
gemeenten:
  hilversum: {name: Hilversum, kernen: [Hilversum, Anna's Hoeve], postcodes: ["1200-1223"]}
  gooise-meren: {name: Gooise Meren, kernen: [Bussum, Naarden, Naarden-Vesting], postcodes: ["1398-1412"]}
  huizen: {name: Huizen, kernen: [Huizen, Huizermaat], postcodes: ["1270-1277"], ambiguous: true}
  laren: {name: Laren, kernen: [Laren], postcodes: ["1250-1252"]}
  wijdemeren: {name: Wijdemeren, kernen: ['''s-Graveland', Nederhorst den Berg, Loënen], postcodes: ["1394"]}
  utrecht: {name: Utrecht, kernen: [De Meern], postcodes: ["3500-3585"]}
  buren: {name: Buren, ambiguous: true}
  bergen-nh: {name: Bergen (NH), ambiguous: true}
regions:
  gooi: {name: Gooi en Vechtstreek, gemeenten: [gooise-meren, hilversum, huizen, laren, wijdemeren]}
  domstad: {name: Domstad, gemeenten: [utrecht]}
groups:
  duo: {name: Duo-gemeenten, gemeenten: [huizen, laren]}
"""
FRAME = {
    "areas.yaml": AREAS,
    "vocabulary/trades.yaml": "trades:\n  - {name: kapper, also: [kapsalon], sector: verzorging}\n",
    "vocabulary/schemes.yaml": "schemes:\n  - {name: Bbz, also: [bijstand voor zelfstandigen]}\n",
    "vocabulary/synonyms.yaml": "groups:\n  - [geld lenen, krediet]\n",
    "moments/crisis.yaml": "rank: 1\nmanner: alone\nreply: greet\narticle: hulp-113\nphrases: [zelfmoord]\n",
    "replies.yaml": "greet: Goedendag {name}!\nbye: [Tot ziens., Kom terug.]\n",
}
FIELDS: dict[str, Any] = {
    "id": "microkrediet",
    "title": "Microkrediet voor ondernemers",
    "topic": "financiering",
    "area": "landelijk",
    "audience": ["starter"],
    "questions": ["kan ik een klein bedrag lenen voor mijn zaak", "microkrediet aanvragen"],
    "sources": [{"title": "Microkrediet", "url": "https://voorbeeld.nl/krediet", "date": "2024-05"}],
    "checked_on": "2026-01-10",
    "valid_from": "2026-01-10",
    "valid_until": "2027-01-10",
    "owner": "redactie-geld",
    "certainty": "hoog",
    "status": "published",
}
BODY = "U kunt een klein bedrag lenen.\n\n## Meer weten\n\nBij een **kredietverstrekker**.\n"


def make_folder(folder: Path) -> Path:
    """Write a content folder without articles."""
    for name, text in FRAME.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def put(folder: Path, body: str = BODY, *, at: str | None = None, without: str = "", **fields: Any) -> Path:
    """Write an article with some fields other than usual; its title keeps two articles apart."""
    values = {name: value for name, value in {**FIELDS, **fields}.items() if name != without}
    path = folder / "articles" / (at or f"{values['topic']}/{values.get('id', 'zonder')}.md")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write("---\n")
        YAML(typ="safe").dump(values, file)
        file.write(f"---\n{body}")
    return path


def make_areas(region: str = "gooi") -> Areas:
    """Return the areas of the tests."""
    return Areas(AreasFile.model_validate(YAML(typ="safe").load(AREAS)), region)


def make_article(article_id: str, *questions: str, **fields: Any) -> Article:
    """Return an article that was never in a database."""
    values = {"short_answer": "Dat staat hier.", "title": article_id.replace("-", " "), **fields}
    file = ArticleFile.model_validate(FIELDS | {"id": article_id, "questions": questions} | values)
    article = Article()
    convert.fill(article, file)
    return article
