"""The English articles: enough of them, and each true to the Dutch article that it translates."""

import re
from functools import cache
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kit.settings import ROOT
from knowledge.files import read_content
from knowledge.schemas import MAXIMUM_SHORT_ANSWER, ArticleFile

_SHARED = ("topic", "area", "audience", "sources", "owner", "upl", "certainty", "status")
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_DUTCH = re.compile(r"\b(de|het|een|niet|wij|uw|hebt|naar|wordt)\b", re.IGNORECASE)
"""Words that an English sentence never needs."""

NEEDED = {
    "accountmanager",
    "bank-zegt-nee",
    "bbz-wat-is",
    "belasting",
    "btw",
    "coaching-kvk",
    "coaching-overzicht",
    "contact-gemeente",
    "geldproblemen-hulp",
    "horeca-exploitatie",
    "ind-zelfstandige",
    "klanten-aan-huis",
    "kvk-inschrijven",
    "microkrediet",
    "omgevingsplan-opzoeken",
    "personeel-aannemen",
    "qredits-wat-is",
    "rechtsvorm",
    "standplaats",
    "starten-nieuwkomer",
    "starten-stappenplan",
    "subsidie-overzicht",
    "terras",
    "vergunningcheck",
    "verzekering-pensioen",
    "voedselveiligheid-nvwa",
    "werken-aan-huis-regels",
    "werkruimte-zoeken",
}
"""What somebody who is new in the country asks first."""


@cache
def articles() -> dict[str, ArticleFile]:
    return {article.id: article for article in read_content(ROOT / "knowledge" / "content").articles}


def english() -> list[ArticleFile]:
    return [article for article in articles().values() if article.language == "en"]


def differences(translation: ArticleFile, original: ArticleFile) -> list[str]:
    """Tell in which fields and contents a translation is not the same as its original."""
    found = [field for field in _SHARED if getattr(translation, field) != getattr(original, field)]
    if translation.subject != f"{original.subject}-en":
        found.append("subject")
    if translation.valid_from < original.valid_from or translation.valid_until > original.valid_until:
        found.append("valid")
    for name, contents in {"numbers": numbers, "links": links, "list items": list_items}.items():
        if contents(translation) != contents(original):
            found.append(name)
    return found


def text(article: ArticleFile) -> str:
    return f"{article.short_answer}\n\n{article.details}"


def tokens(article: ArticleFile) -> list[Token]:
    parsed = MarkdownIt().parse(text(article))
    return [part for token in parsed for part in (token, *(token.children or []))]


def numbers(article: ArticleFile) -> set[str]:
    """Amounts, years and telephone numbers, however the thousands are written."""
    return {re.sub(r"[.,]", "", found) for found in _NUMBER.findall(text(article))}


def links(article: ArticleFile) -> set[Any]:
    return {token.attrs["href"] for token in tokens(article) if token.type == "link_open"}


def list_items(article: ArticleFile) -> int:
    return sum(token.type == "list_item_open" for token in tokens(article))


def outside_italics(article: ArticleFile) -> str:
    """The text without Dutch names, which stand in italics."""
    depth, kept = 0, []
    for token in tokens(article):
        depth += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth:
            kept.append(token.content)
    return " ".join(kept)


def make(**fields: Any) -> ArticleFile:
    base = {
        "id": "lening",
        "title": "Lening",
        "topic": "financiering",
        "area": "landelijk",
        "audience": ["zzp"],
        "questions": ["Kan ik lenen?"],
        "sources": [{"title": "Bron", "url": "https://voorbeeld.nl", "date": "2025"}],
        "checked_on": "2026-11-01",
        "valid_from": "2026-11-01",
        "valid_until": "2027-05-01",
        "owner": "redactie-geld",
        "certainty": "hoog",
        "status": "published",
        "short_answer": "Hoogstens 50.000 euro, zie [de bank](https://bank.nl).",
        "details": "- een\n- twee",
    }
    return ArticleFile.model_validate(base | fields)


def make_translation(**fields: Any) -> ArticleFile:
    base = {
        "id": "lening-en",
        "subject": "lening-en",
        "language": "en",
        "translation_of": "lening",
        "short_answer": "At most 50,000 euros, see [the bank](https://bank.nl).",
        "details": "- one\n- two",
    }
    return make(**(base | fields))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"valid_until": "2027-04-01"}, []),
        ({"valid_until": "2027-06-01"}, ["valid"]),
        ({"valid_from": "2026-10-01"}, ["valid"]),
        ({"area": "hilversum"}, ["area"]),
        ({"topic": "subsidies"}, ["topic"]),
        ({"certainty": "laag"}, ["certainty"]),
        ({"sources": [{"title": "Bron", "url": "https://anders.nl", "date": "2025"}]}, ["sources"]),
        ({"subject": "lening"}, ["subject"]),
        ({"short_answer": "At most 60,000 euros, see [the bank](https://bank.nl)."}, ["numbers"]),
        ({"short_answer": "At most 50,000 euros, see [the bank](https://bank.com)."}, ["links"]),
        ({"details": "- one\n- two\n- three"}, ["list items"]),
    ],
)
def test_a_translation_says_what_its_original_says(fields: dict[str, Any], expected: list[str]) -> None:
    assert differences(make_translation(**fields), make()) == expected


def test_dutch_outside_italics_is_seen() -> None:
    mixed = make_translation(short_answer="Ask *de gemeente* about het plan.", details="")
    assert _DUTCH.findall(outside_italics(mixed)) == ["het"]


def test_there_are_enough_english_articles_about_what_newcomers_need() -> None:
    assert len(english()) >= 30
    assert {article.translation_of for article in english()} >= NEEDED


@pytest.mark.parametrize("article", english(), ids=lambda article: article.id)
def test_an_english_article_is_true_to_the_dutch_one(article: ArticleFile) -> None:
    original = articles()[article.translation_of or ""]
    assert original.language == "nl"
    assert article.id == f"{original.id}-en"
    assert differences(article, original) == []


@pytest.mark.parametrize("article", english(), ids=lambda article: article.id)
def test_an_english_article_reads_as_english(article: ArticleFile) -> None:
    assert _DUTCH.findall(outside_italics(article)) == []
    assert len(article.short_answer.split()) <= MAXIMUM_SHORT_ANSWER
    assert len(article.questions) >= 6
