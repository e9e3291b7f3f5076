"""The optional fields of an article: its language, what it translates, and what makes it age."""

from pathlib import Path
from typing import Any

import pytest
from knowledge_builders import put

from knowledge.errors import ContentError
from knowledge.files import read_content


def test_a_file_without_them_is_dutch_and_ages_by_its_topic(folder: Path) -> None:
    [article] = read_content(folder).articles
    assert (article.language, article.translation_of, article.kind) == ("nl", None, None)


def test_a_translation_may_ask_and_cover_what_its_original_does(folder: Path) -> None:
    put(folder, id="microcredit", subject="microkrediet", language="en", translation_of="microkrediet")
    english = read_content(folder).articles[0]
    assert (english.id, english.language, english.translation_of) == ("microcredit", "en", "microkrediet")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"language": "fr"}, "language: kies uit"),
        ({"kind": "weather"}, "kind: kies uit"),
        ({"language": "en"}, "translation_of: hoort bij language: en, en staat alleen daar"),
        ({"translation_of": "microkrediet"}, "translation_of: hoort bij language: en"),
        (
            {"language": "en", "translation_of": "anders"},
            "translation_of: een artikel is geen vertaling van zich",
        ),
        ({"language": "en", "translation_of": "niets"}, "translation_of: niets is geen Nederlands artikel"),
        ({"language": "en", "translation_of": "Geen Id"}, "translation_of: heeft niet de vorm"),
    ],
)
def test_what_cannot_be_is_told_with_the_field(folder: Path, fields: dict[str, Any], problem: str) -> None:
    put(folder, id="anders", questions=["anders"], **fields)
    with pytest.raises(ContentError) as raised:
        read_content(folder)
    assert [str(each) for each in raised.value.problems if problem in str(each)] != []


def test_an_english_article_is_no_original(folder: Path) -> None:
    put(folder, id="one", questions=["one"], language="en", translation_of="microkrediet")
    put(folder, id="two", questions=["two"], language="en", translation_of="one")
    with pytest.raises(ContentError, match="one is geen Nederlands artikel"):
        read_content(folder)
